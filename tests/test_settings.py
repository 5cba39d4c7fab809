"""Settings: read where MkDocs reads them, overruled by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import BriefingError
from generator.model import Publish
from generator.settings import Settings, settings

CONFIG = """
site_name: The Orla Desk
site_url: https://desk.example/briefs/
theme:
  name: material
  language: en
  icon: !!python/name:os.sep
extra:
  briefing:
    publish: quotes
"""


def config(folder: Path, text: str) -> Path:
    file = folder / "mkdocs.yml"
    file.write_text(text)
    return file


def test_name_address_and_copyright_stand_in_the_file_of_mkdocs(tmp_path: Path) -> None:
    found = settings(config(tmp_path, CONFIG))
    assert (found.site.name, found.site.url) == ("The Orla Desk", "https://desk.example/briefs/")
    assert found.publish is Publish.QUOTES
    assert found.site.address("briefs/dam/index.md") == "https://desk.example/briefs/briefs/dam/index.html"


def test_what_is_given_goes_before_the_file(tmp_path: Path) -> None:
    found = settings(config(tmp_path, CONFIG), site_url="https://other.example", jobs=3)
    assert (found.site.url, found.jobs) == ("https://other.example", 3)


def test_the_environment_is_read_as_mkdocs_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = config(tmp_path, 'site_url: !ENV [SITE_HERE, ""]')
    monkeypatch.delenv("SITE_HERE", raising=False)
    assert settings(file).site.url is None
    monkeypatch.setenv("SITE_HERE", "https://here.example")
    assert settings(file).site.url == "https://here.example"


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings(jobs=0) == Settings(jobs=0)
    assert settings(jobs=0).site.address("index.md") == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("theme: {language: xx}", "the interface does not speak 'xx'; name one of en"),
        ("extra: {briefing: {publish: some}}", "`publish` is one of full, quotes, link"),
        ("extra: {briefing: {publish: off}}", "`publish` is one of full, quotes, link"),
        ("extra: {briefing: {publish: [link]}}", "`publish` is one of full, quotes, link"),
        ("extra: {briefing: {pubish: link}}", "it has one line, and `publish` is one of"),
        ("extra: {briefing: link}", "`publish` is one of full, quotes, link"),
        ("site_url: javascript:alert(1)", "is no web address"),
        ("site_url: https:///briefs", "is no web address"),
        ("site_url: https://desk.example/?page=1", "is no web address"),
        ("site_name: [", "it cannot be read"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    file = config(tmp_path, text)
    with pytest.raises(BriefingError) as error:
        settings(file)
    assert str(error.value).startswith(f"{file}: ")
    assert message in str(error.value)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="it cannot be read"):
        settings(tmp_path / "other.yml")
