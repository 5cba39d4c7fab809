"""Workflows on GitHub and GitLab, of this repository and of a fresh site: linted, pinned, and tried here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from generator.scaffold import new

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "templates" / "new"
GITHUB = (*sorted((ROOT / ".github/workflows").iterdir()), *sorted((KEPT / "github/workflows").iterdir()))
GITLAB = (ROOT / ".gitlab-ci.yml", KEPT / "gitlab-ci.yml")
TOOLS = Path(sys.executable).parent


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow by name; on GitLab, whatever has a script."""
    if path in GITHUB:
        return read(path)["jobs"]  # type: ignore[no-any-return]
    return {
        name: job
        for name, job in read(path).items()
        if isinstance(job, dict) and {"script", "before_script"} & set(job)
    }


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(path).values():
        yield from job["steps"]


def scripts(path: Path) -> list[str]:
    """What is run by a shell, a step each; on GitLab a job each."""
    if path in GITHUB:
        return [step["run"] for step in steps(path) if "run" in step]
    return ["\n".join(job.get("before_script", []) + job.get("script", [])) for job in jobs(path).values()]


def run(*command: object, text: str | None = None) -> None:
    done = subprocess.run(list(map(str, command)), input=text, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


named = pytest.mark.parametrize("path", GITHUB, ids=lambda path: path.relative_to(ROOT).as_posix())
every = pytest.mark.parametrize("path", GITHUB + GITLAB, ids=lambda path: path.relative_to(ROOT).as_posix())


# --- lint ------------------------------------------------------------------------------------------------------------


def test_they_fit_the_schema_of_their_forge() -> None:
    check = TOOLS / "check-jsonschema"
    run(check, "--builtin-schema", "vendor.github-workflows", *GITHUB)
    run(check, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", *GITLAB)


def test_zizmor_finds_nothing() -> None:
    run(TOOLS / "zizmor", "--offline", "--no-progress", *GITHUB)


@every
def test_shellcheck_finds_nothing(path: Path) -> None:
    for script in scripts(path):
        run(TOOLS / "shellcheck", "--shell=bash", "--exclude=SC2034", "-", text=f"set -eo pipefail\n{script}")


# --- least power -----------------------------------------------------------------------------------------------------


@named
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in uses)


def test_an_action_has_one_version_everywhere() -> None:
    uses = {use for path in GITHUB for use in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))}
    assert len({use.split("@")[0] for use in uses}) == len(uses)


@pytest.mark.parametrize("path", GITLAB, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_image_is_pinned_by_its_digest(path: Path) -> None:
    images = re.findall(r"image: (.*)", path.read_text(encoding="utf-8"))
    assert images
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-trixie@sha256:[0-9a-f]{64}", image) for image in images)


@named
def test_a_job_may_do_only_what_it_says(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    writes = {
        (name, right)
        for name, job in workflow["jobs"].items()
        for right, level in job["permissions"].items()
        if level != "read"
    }
    allowed = {"site.yml": {("deploy", "pages"), ("deploy", "id-token")}, "comment.yml": {("comment", "pull-requests")}}
    assert writes == allowed.get(path.name, set())
    assert "secrets" not in path.read_text(encoding="utf-8")


@named
def test_no_expression_is_put_into_a_script(path: Path) -> None:
    assert not [script for script in scripts(path) if "${{" in script]


@named
def test_a_checkout_leaves_no_credentials_and_every_job_ends(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert all(job["timeout-minutes"] for job in jobs(path).values())


@pytest.mark.parametrize("folder", [ROOT / ".github/workflows", KEPT / "github/workflows"])
def test_what_may_comment_runs_no_code_of_the_pull_request(folder: Path) -> None:
    """A run on a pull request may not write; the one that may fetches only the text, by the id of the run."""
    assert set(read(folder / "pull-request.yml")[True]) == {"pull_request"}
    assert set(read(folder / "comment.yml")[True]) == {"workflow_run"}
    assert read(folder / "comment.yml")[True]["workflow_run"]["workflows"] == [
        read(folder / "pull-request.yml")["name"]
    ]
    assert not [step for step in steps(folder / "comment.yml") if "uses" in step]


def test_zensical_is_pinned_with_all_it_needs() -> None:
    pins = (ROOT / ".github" / "zensical.txt").read_text(encoding="utf-8")
    lines = [line for line in pins.splitlines() if line and not line.startswith(("#", " "))]
    assert "zensical==0.0.73 \\" in lines
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+ \\", line) for line in lines)
    assert pins.count("--hash=sha256:") >= len(lines)
    assert "://" not in pins


# --- they say what there is ------------------------------------------------------------------------------------------


@every
def test_the_commands_exist(path: Path) -> None:
    whole = "\n".join(scripts(path))
    called = set(re.findall(r"(?:python -m generator|briefing) ([a-z]+)", whole))
    assert called <= set(main.commands)
    assert set(re.findall(r"^make ([a-z]+)", whole, re.M)) <= set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    )


def test_a_fresh_site_gets_what_this_repository_uses() -> None:
    """But for how the program is installed and called, its own code and its tests."""

    def adapted(path: Path) -> str:
        text = path.read_text(encoding="utf-8").partition("\ntests:\n")[0]
        text = text.replace("python -m generator", "briefing").replace("--require-hashes ", "")
        return re.sub(r".*generator/\*\*.*\n", "", text)

    for path in sorted((KEPT / "github/workflows").iterdir()):
        assert path.read_text(encoding="utf-8") == adapted(ROOT / ".github/workflows" / path.name)
    assert GITLAB[1].read_text(encoding="utf-8") == adapted(GITLAB[0])


@pytest.mark.parametrize("name", ["site.yml", "pull-request.yml"])
def test_what_the_site_is_made_of_starts_a_run(name: str) -> None:
    for folder, more in ((ROOT / ".github/workflows", {"generator/**"}), (KEPT / "github/workflows", set())):
        (event,) = (body for key, body in read(folder / name)[True].items() if key in ("push", "pull_request"))
        made_of = {"seeds/**", "templates/**", "docs/**", "mkdocs.yml", "requirements.txt", f".github/workflows/{name}"}
        assert set(event["paths"]) == made_of | more


# --- tried here ------------------------------------------------------------------------------------------------------


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The environment of a step on GitHub, as far as the workflows ask for it."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, module in (("briefing", "generator"), ("mkdocs", "mkdocs")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        (commands / name).chmod(0o755)
    (tmp_path / "temp").mkdir()
    return {
        "PATH": f"{commands}:{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8",
        "RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_ENV": str(tmp_path / "env"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "NO_MKDOCS_2_WARNING": "1",
    }  # fmt: skip


def shell(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    options = ["--noprofile", "--norc", "-eo", "pipefail"]
    return subprocess.run(
        ["bash", *options, "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


SEED = """Flood on the Vara destroys 120 homes
Published: 8 May 2024

The river Vara destroyed 120 homes on Monday because a dam gate jammed.
The town council said that repairs could last a year.
"""


def test_a_pull_request_is_checked_built_and_told(tmp_path: Path, runner: dict[str, str]) -> None:
    """A seed is added without a build: docs/ is found out of date, and yet what the pull request changes is said."""
    site = tmp_path / "desk"
    new(site, "Desk")
    git = "git -c user.name=x -c user.email=x@desk.example -c commit.gpgsign=false"
    start = f"git init -q -b main; briefing build --jobs 1; git add -A; {git} commit -qm start; git checkout -qb flood"
    assert shell(start, site, runner).returncode == 0
    (site / "seeds" / "flood.txt").write_text(SEED)
    merge = f"git add -A; {git} commit -qm flood; git checkout -q main; {git} merge -q --no-ff --no-edit flood"
    assert shell(merge, site, runner).returncode == 0
    said = {}
    for step in steps(KEPT / "github/workflows/pull-request.yml"):
        if "run" in step and step["name"] != "Install":
            done = shell(step["run"], site, runner | _exported(runner))
            said[step["name"]] = (done.returncode, done.stdout + done.stderr)
    assert [name for name, (code, _) in said.items() if code] == [
        "Is docs/ what the seeds give?", "Fail if docs/ was not what the seeds give",
    ], said  # fmt: skip
    assert _exported(runner)["SOURCE_DATE_EPOCH"].isdigit()
    assert "docs/briefs/flood/index.md: differs" in said["Is docs/ what the seeds give?"][1]
    text = (tmp_path / "temp" / "changes.md").read_text(encoding="utf-8")
    assert "Flood on the Vara" in text
    assert "lighthouse" not in text
    assert (tmp_path / "summary").read_text(encoding="utf-8") == text
    assert "destroyed 120 homes" in (site / "site" / "briefs" / "flood" / "index.html").read_text(encoding="utf-8")


def _exported(runner: dict[str, str]) -> dict[str, str]:
    """What steps have put into the environment of those after them."""
    file = Path(runner["GITHUB_ENV"])
    return dict(line.split("=", 1) for line in file.read_text().splitlines()) if file.exists() else {}


FAKE = """#!/bin/bash
printf '%s\\n' "$*" >> "$HOME/asked"
case "$*" in
  *"/pulls "*) cat "$HOME/number" ;;
  *"--paginate"*) cat "$HOME/comments" ;;
  *"--method "*) for last; do :; done; cp "${last#body=@}" "$HOME/posted" ;;
esac
"""


def comment(tmp_path: Path, runner: dict[str, str], text: str, number: str = "12\n", there: str = "") -> str:
    """What the last step of ``comment.yml`` asks GitHub to do, if `text` was left by the run on the pull request."""
    (tmp_path / "bin" / "gh").write_text(FAKE)
    (tmp_path / "bin" / "gh").chmod(0o755)
    (tmp_path / "number").write_text(number)
    (tmp_path / "comments").write_text(there)
    left = tmp_path / "temp" / "changes" / "changes.md"
    left.parent.mkdir(exist_ok=True)
    left.write_text(text, encoding="utf-8")
    *_, last = steps(ROOT / ".github/workflows/comment.yml")
    of_run = {"GH_REPO": "desk/briefs", "OWNER": "$(id)", "BRANCH": 'a";id #', "COMMIT": "0" * 40, "RUN": "7"}
    done = shell(last["run"], tmp_path, runner | of_run)
    assert done.returncode == 0, done.stderr
    return (tmp_path / "asked").read_text()


def test_a_comment_is_posted_once_and_then_rewritten(tmp_path: Path, runner: dict[str, str]) -> None:
    asked = comment(tmp_path, runner, "# 2 statements added\n")
    assert "--method POST repos/desk/briefs/issues/12/comments" in asked
    assert (tmp_path / "posted").read_text() == "<!-- briefing: what changes -->\n# 2 statements added\n"
    asked = comment(tmp_path, runner, "# 3 statements added\n", there="991\n992\n")
    assert asked.splitlines()[-1].startswith("api --silent --method PATCH repos/desk/briefs/issues/comments/991 ")
    assert "3 statements" in (tmp_path / "posted").read_text()


def test_a_strangers_text_is_only_text(tmp_path: Path, runner: dict[str, str]) -> None:
    text = (
        "$(touch pwned) `touch pwned` ${IFS} '\"; touch pwned #\n@maintainer\n::set-output name=x::y\n\n" + "ä" * 50_000
    )
    comment(tmp_path, runner, f".{text}")  # of the two, one is cut in the middle of a letter
    comment(tmp_path, runner, text)
    posted = (tmp_path / "posted").read_text(encoding="utf-8")
    assert "$(touch pwned) `touch pwned`" in posted
    assert "@maintainer" not in posted
    assert "@\u200bmaintainer" in posted
    assert len(posted.encode()) < 60_100
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("number", ["", "\n", "12; id", "null", "-1"])
def test_no_comment_without_an_open_pull_request_at_that_commit(
    tmp_path: Path, runner: dict[str, str], number: str
) -> None:
    asked = comment(tmp_path, runner, "text", number=number)
    assert "--method GET repos/desk/briefs/pulls" in asked
    assert "POST" not in asked
    assert "PATCH" not in asked
    assert not (tmp_path / "posted").exists()


def test_a_link_is_no_text(tmp_path: Path, runner: dict[str, str]) -> None:
    comment(tmp_path, runner, "text")
    (tmp_path / "posted").unlink()
    left = tmp_path / "temp" / "changes" / "changes.md"
    left.unlink()
    left.symlink_to("/etc/hostname")
    *_, last = steps(ROOT / ".github/workflows/comment.yml")
    assert shell(last["run"], tmp_path, runner | {"GH_REPO": "desk/briefs"}).returncode == 1
    assert not (tmp_path / "posted").exists()
