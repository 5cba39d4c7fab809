"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.errors import BriefingError, Problem

if TYPE_CHECKING:
    from generator.build import Settings


class _Commands(click.Group):
    """Commands whose deliberate errors end in a message, not in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BriefingError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            what = error.strerror or str(error)
            raise click.ClickException(f"{where}{what}; check the path, its permissions and the disk") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """Turn source documents into briefs whose every line is carried by a quoted sentence."""


_FOLDER = click.Path(path_type=Path)
_jobs = click.option("--jobs", type=click.IntRange(1), help="Processes at once.  [default: one per core]")


def _web_address(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value and not re.fullmatch(r"https?://[^\s\"<>]+", value, re.IGNORECASE):
        raise click.BadParameter("it is no web address; write it as https://…")
    return value or None


def _places(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads or writes a site; they reach it as `places`."""
    options = (
        click.option(
            "--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="Folder MkDocs builds from."
        ),
        click.option(
            "--site-url", envvar="SITE_URL", callback=_web_address, help="Address of the site, printed in PDFs."
        ),
        click.option(
            "--fonts", type=_FOLDER, envvar="BRIEFING_FONTS", help="Folder with more fonts for PDFs (Chinese, Hindi …)."
        ),
        _jobs,
    )
    for option in reversed(options):
        command = option(command)
    return command


_seeds = click.option(
    "--seeds", type=_FOLDER, default=Path("seeds"), show_default=True, help="Folder of the documents."
)
_strict = click.option("--strict", is_flag=True, help="Exit 1 if any document has a problem.")


@main.command()
@_seeds
@_places
@_strict
@click.option("--no-pdf", is_flag=True, help="Leave the PDFs as they are: for a quick look.")
@click.option("--refused", is_flag=True, help="List what the engine proposed and the grounding gate refused.")
def build(strict: bool, no_pdf: bool, refused: bool, **places: Any) -> None:
    """Make docs/ what the seeds give."""
    from generator.build import build as run

    report = run(_settings(with_pdf=not no_pdf, **places))
    _print_problems(report.problems)
    if refused:
        for slug, refusals in report.refusals.items():
            for refusal in refusals:
                click.echo(f"{slug}: {refusal.claim.section}: {refusal.claim.text!r}: {refusal.reason}")
    count = sum(len(r) for r in report.refusals.values())
    click.echo(
        f"{len(report.briefs)} briefs; {len(report.written)} files written, {report.unchanged} unchanged, "
        f"{len(report.removed)} removed; {count} claims refused"
    )
    raise SystemExit(1 if strict and report.problems else 0)


@main.command()
@_seeds
@_places
def check(**places: Any) -> None:
    """Say whether docs/ is what the seeds would give now; exit 1 if not."""
    from generator.build import check as run

    settings = _settings(**places)
    different = run(settings)
    for path in different:
        click.echo(f"{settings.docs / path}: differs from what the seeds give")
    if different:
        click.echo("run `briefing build` and commit the result")
    raise SystemExit(1 if different else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=_FOLDER)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the JSON files."
)
@click.option("--engine", default="embedded", show_default=True, help="What proposes the statements.")
@_jobs
@_strict
def extract(files: tuple[Path, ...], out: Path, engine: str, jobs: int | None, strict: bool) -> None:
    """Write the brief of each of FILES as OUT/<file stem>.json, without building a site."""
    from generator.build import extract as run

    report = run(files, out, engine, jobs)
    _print_problems(report.problems)
    raise SystemExit(1 if (strict and report.problems) or not report.written else 0)


@main.command()
@click.argument("slugs", nargs=-1)
@_places
def pdf(slugs: tuple[str, ...], **places: Any) -> None:
    """Print the briefs called SLUGS (all, if none is named) from their brief.json to PDF, A4 and US Letter."""
    from generator.build import reprint

    settings = _settings(**places)
    report = reprint(settings, slugs)
    _print_problems(report.problems)
    for path in sorted(report.written):
        click.echo(settings.docs / path)


@main.command()
@click.argument("target", metavar="SLUG|FILE")
@click.option(
    "--sentence", metavar="N|WORDS", help="Say of this sentence (number or some words) why it is where it is."
)
@_seeds
def explain(target: str, sentence: str | None, seeds: Path) -> None:
    """Say what carried each statement of a brief or, of one sentence, why it is in a section or not."""
    from generator.build import explain as run
    from generator.extract.verdicts import about_brief, about_sentence

    found = run(target, seeds)
    _print_problems(list(found.problems))
    lines = about_brief if sentence is None else partial(about_sentence, wanted=sentence)
    for line in lines(found.brief, found.verdicts):
        click.echo(line)


def _settings(**given: Any) -> Settings:
    from generator.build import Settings

    return Settings(**{name: value for name, value in given.items() if value is not None})


def _print_problems(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(f"problem: {problem}", err=True)
