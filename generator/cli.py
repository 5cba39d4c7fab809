"""The command line: parse, call, print, exit code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from generator import __version__
from generator.errors import BriefingError, Problem, printable

if TYPE_CHECKING:
    from generator.settings import Settings


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
    from generator.settings import web_address

    try:
        return web_address(value or "")
    except BriefingError as error:
        raise click.BadParameter(str(error)) from error


def _places(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads or writes a site; they reach it as `places`."""
    options = (
        click.option(
            "--config",
            type=_FOLDER,
            help="File with the site's name, address, language and copyright setting.  [default: mkdocs.yml]",
        ),
        click.option(
            "--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="Folder MkDocs builds from."
        ),
        click.option(
            "--site-url", envvar="SITE_URL", callback=_web_address, help="Address of the site, for feeds and print."
        ),
        click.option(
            "--fonts",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            envvar="BRIEFING_FONTS",
            help="Folder with more fonts for PDFs (Chinese, Hindi …).",
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
        for slug, claims in report.refused.items():
            for claim in claims:
                click.echo(f"{slug}: {claim.section}: {claim.text!r}: {claim.reason}")
    count = _counted(sum(map(len, report.refused.values())), "claim")
    click.echo(
        f"{_counted(len(report.briefs), 'brief')}; {_counted(len(report.written), 'file')} written, "
        f"{report.unchanged} unchanged, {len(report.removed)} removed; {count} refused"
    )
    raise SystemExit(1 if strict and report.problems else 0)


@main.command()
@_seeds
@_places
def check(**places: Any) -> None:
    """Say whether docs/ is what the seeds give; exit 1 if not.

    Nothing is written. Each file that differs, is missing or is one too many is named.
    """
    from generator.build import check as run

    settings = _settings(**places)
    different = run(settings)
    for path in different:
        click.echo(printable(f"{settings.docs / path}: differs from what the seeds give"))
    up_to_date = printable(f"{settings.docs} is up to date")
    click.echo("run `briefing build` and commit the result" if different else up_to_date)
    raise SystemExit(1 if different else 0)


@main.command()
@_seeds
@_places
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on; 0.0.0.0 for all networks.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Its port.")
@click.option("--open", "open_in_browser", is_flag=True, help="Open the site in a browser.")
def serve(host: str, port: int, open_in_browser: bool, config: Path | None, **places: Any) -> None:
    """Serve the site on this machine; show every saved change.

    Seeds, review files, templates, mkdocs.yml and hand-written pages are watched. PDFs, feeds and other exports follow
    when nothing has changed for some seconds.
    """
    from generator.serve import serve as run

    run(partial(_settings, config=config, **places), config or Path("mkdocs.yml"), host, port, open_in_browser)


@main.command()
@click.argument("old", metavar="REV")
@click.argument("new", metavar="[REV]", required=False)
@click.option("--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="Folder MkDocs builds from.")
@click.option("--markdown", is_flag=True, help="Write Markdown, for a comment on a pull request.")
@click.option("--exit-code", is_flag=True, help="Exit 1 if anything changed, as git does.")
def diff(old: str, new: str | None, docs: Path, markdown: bool, exit_code: bool) -> None:
    """Say which statements changed between two revisions, and why.

    REV is what git takes for a commit: main, HEAD~1, v1.2, 4f0c2a1. With one, it is compared with the files as they
    are now. Marks: + added, - removed, ~ reworded, ! newly contradicted.
    """
    from generator.export.comparison import as_markdown, as_text
    from generator.revisions import compare

    found = compare(old, new, docs)
    _print_problems(list(found.problems))
    click.echo((as_markdown if markdown else as_text)(found.differences), nl=False)
    raise SystemExit(1 if exit_code and found.differences else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=_FOLDER)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the JSON files."
)
@click.option("--engine", default="embedded", show_default=True, help="What proposes the statements.")
@_jobs
@_strict
def extract(files: tuple[Path, ...], out: Path, engine: str, jobs: int | None, strict: bool) -> None:
    """Write the brief of each of FILES as JSON, without a site.

    The brief of report.pdf becomes report.json in the folder OUT.
    """
    from generator.build import extract as run

    report = run(files, out, engine, jobs)
    _print_problems(report.problems)
    raise SystemExit(1 if (strict and report.problems) or not report.written else 0)


@main.command()
@click.argument("slugs", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="One PDF of all briefs.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="One PDF of the briefs with this tag.")
@click.option(
    "--actor", "actors", multiple=True, metavar="NAME", help="One PDF of the briefs in which this actor appears."
)
@click.option("--from", "first", metavar="DATE", help="One PDF of the briefs from this day, month or year on …")
@click.option("--to", "last", metavar="DATE", help="… and up to this one, inclusive: 2024-12-08, 2024-12 or 2024.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Its file.  [default: briefs.pdf]")
@click.option("--title", help="Its title and running head.  [default: “Daily brief, …” or “Briefs, …” with the dates]")
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), help="Its paper size.  [default: a4]")
@_places
def pdf(
    slugs: tuple[str, ...], everything: bool, tags: tuple[str, ...], actors: tuple[str, ...], first: str | None,
    last: str | None, out: Path | None, title: str | None, paper: Literal["a4", "us-letter"] | None, **places: Any,
) -> None:  # fmt: skip
    """Print briefs from their brief.json to PDF.

    Without options: the briefs called SLUGS (all, if none is named), each to its own files: A4, US Letter, and the
    picture that stands for it where its address is shared.

    With any of the options from --all to --paper: one PDF of them with contents, bookmarks and running heads. A brief
    must fulfil every option; --tag and --actor may be given more than once, then one of each is enough. A brief's date
    is that of its newest source; where no source is dated, it counts if an event of its timeline lies in the period.
    """
    from generator.build import collect, reprint
    from generator.export.selection import Selection

    if everything and slugs:
        raise click.UsageError("name briefs or say --all, not both; for one PDF of those named add --out FILE")
    settings = _settings(**places)
    if everything or tags or actors or first or last or out or title or paper:
        wanted = Selection(tags=tags, actors=actors, first=first, last=last)
        report = collect(settings, wanted, out or Path("briefs.pdf"), slugs=slugs, title=title, paper=paper or "a4")
    else:
        report = reprint(settings, slugs)
        report.written = sorted(str(settings.docs / path) for path in report.written)
    _print_problems(report.problems)
    for path in report.written:
        click.echo(printable(path))


@main.command()
@click.argument("slug")
@_seeds
@click.option("--reviewer", envvar="BRIEFING_REVIEWER", default="", help="Who decides.  [default: git's user.name]")
@click.option("--list", "listing", is_flag=True, help="Print the statements with their keys and end.")
@click.option("--engine", default="embedded", show_default=True, help="What proposes the statements.")
def review(slug: str, seeds: Path, reviewer: str, listing: bool, engine: str) -> None:
    """Decide about the statements of a brief, at the terminal.

    SLUG is the name of the brief in its address. Each decision is written at once into the review file beside the seed.
    """
    from generator.reviewing import review as run

    run(slug, seeds, engine=engine, reviewer=reviewer, listing=listing)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@_seeds
@click.option("--config", type=_FOLDER, help="File of the site, for its own templates.  [default: mkdocs.yml]")
@_jobs
def verify(folder: Path, seeds: Path, config: Path | None, jobs: int | None) -> None:
    """Hold FOLDER, a published site or docs/, against its seeds.

    Every file must have its hash, every quote stand in its seed, and every page, feed and table be what the seeds give,
    to the letter. Whatever is not so is named; exit 1 then.
    """
    from generator.verify import verify as run

    settings = _settings(config=config, jobs=jobs)
    found = run(folder, seeds, templates=settings.site.say.templates, jobs=settings.jobs, limit=settings.limit)
    for problem in found.findings:
        click.echo(str(problem))
    click.echo(
        f"{_counted(found.files, 'file')}, {_counted(found.seeds, 'seed')}, {_counted(found.quotes, 'quote')} and "
        f"{_counted(found.statements, 'statement')} of {_counted(found.briefs, 'brief')}, {found.pages} made anew: "
        f"{_counted(len(found.findings), 'finding')}"
    )
    click.echo(f"SHA-256 of the manifest: {found.digest}")
    raise SystemExit(1 if found.findings else 0)


@main.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--name", default="Briefings", show_default=True, help="What the site is called.")
def new(folder: Path, name: str) -> None:
    """Make a fresh site repository in the folder DIR.

    It holds settings, an example seed, a place for own templates, and workflows for GitHub and GitLab.
    """
    from generator.scaffold import new as run

    for path in run(folder, name):
        click.echo(path)
    click.echo(f"next, in {folder}: pip install -r requirements.txt, briefing build, mkdocs build; README.md says more")


@main.command()
@click.argument("target", metavar="SLUG|FILE")
@click.option(
    "--sentence", metavar="N|WORDS", help="Say of this sentence (number or some words) why it is where it is."
)
@_seeds
def explain(target: str, sentence: str | None, seeds: Path) -> None:
    """Say what carried each statement of a brief.

    Of one sentence (--sentence) say why it stands in a section or not. SLUG is the name of the brief in its address.
    """
    from generator.build import explain as run
    from generator.extract.verdicts import about_brief, about_sentence

    found = run(target, seeds)
    _print_problems(list(found.problems))
    lines = about_brief if sentence is None else partial(about_sentence, wanted=sentence)
    for line in lines(found.brief, found.verdicts):
        click.echo(printable(line))


def _settings(**given: Any) -> Settings:
    from generator.settings import settings

    return settings(**{name: value for name, value in given.items() if value is not None})


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_problems(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(f"problem: {problem}", err=True)
