"""Reading: one small document per format, what its metadata and its head give, and what is cleaned away."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
import typst
from docx.oxml.ns import qn

from generator.errors import SeedError
from generator.ingest import read, readers
from generator.model import BlockKind, Document

BODY = (
    "The dam above the town failed on Monday night after three days of rain, officials said, and the water reached the "
    "market within an hour. The council had asked for repairs twice."
)
MORE = "Engineers will inspect the second dam this week, because its spillway is blocked by fallen trees."


def made(folder: Path, name: str, content: str | bytes) -> Document:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, folder)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.quote(block.span)) for block in document.blocks]


def texts(document: Document) -> list[str]:
    return document.text.split("\n\n")


# --- plain text ----------------------------------------------------------------------------------------------------


def test_plain_text_with_head_and_leftovers(tmp_path: Path) -> None:
    seed = (
        "Dam Fails Above Town\nPublished: 12 March 2024\nBy Jo Poe | 3 min read\nShare   Tweet   Email\n"
        f"{BODY}\nAdvertisement\n{MORE}\nRead more: How dams fail\n"
    )
    document = made(tmp_path, "north/dam.txt", seed)
    assert document.name == "north/dam.txt"
    assert (document.title, document.published, document.author) == ("Dam Fails Above Town", "2024-03-12", "Jo Poe")
    assert texts(document) == [BODY, MORE]
    assert document.language == "en"
    assert [document.quote(s) for s in document.sentences][-2:] == ["The council had asked for repairs twice.", MORE]


def test_glued_sentences_get_their_space(tmp_path: Path) -> None:
    document = made(tmp_path, "a.txt", "A Title\nPreview\nPreview\nIt ended the old regime.The scope of it is unclear.")
    assert document.text == "It ended the old regime. The scope of it is unclear."
    assert [document.quote(s) for s in document.sentences] == [
        "It ended the old regime.",
        "The scope of it is unclear.",
    ]


def test_headings_items_and_hard_wrapped_lines(tmp_path: Path) -> None:
    seed = (
        "Dam Fails Above Town\n\n"
        "The dam above the town failed on Monday night after three days of\n"
        "rain, officials said, and the water reached the market within an\n"
        "hour. The town had been warned four times by its own govern-\n"
        "ment.\n\n"
        "What comes next\n\n"
        "Engineers will inspect the second dam this week, because its\n"
        "spillway is blocked.\n\n"
        "- a first point\n- a second point that is long enough to go on\n  in the next line\n"
    )
    assert blocks(made(tmp_path, "a.txt", seed)) == [
        (
            "paragraph",
            "The dam above the town failed on Monday night after three days of rain, officials said, and the water "
            "reached the market within an hour. The town had been warned four times by its own government.",
        ),
        ("heading", "What comes next"),
        ("paragraph", "Engineers will inspect the second dam this week, because its spillway is blocked."),
        ("item", "a first point"),
        ("item", "a second point that is long enough to go on in the next line"),
    ]


def test_wrapped_lines_that_look_like_metadata_stay(tmp_path: Path) -> None:
    seed = (
        "Dam Fails\n\n"
        "The camp beside the lake was stormed on Monday night, it is now reported,\n"
        "by two gunmen. Some early reports, which were made by the local council and\n"
        "published on 3 May 2021, spoke of three. The council of the town, a well-\n"
        "known one, was asked to help with the inquiry into the attack on the gover-\n"
        "nor.\n"
    )
    document = made(tmp_path, "a.txt", seed)
    assert document.published is None
    assert document.text == (
        "The camp beside the lake was stormed on Monday night, it is now reported, by two gunmen. Some early reports, "
        "which were made by the local council and published on 3 May 2021, spoke of three. The council of the town, a "
        "well-known one, was asked to help with the inquiry into the attack on the governor."
    )


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("Published: 28 September 2023", "2023-09-28"),
        ("Updated 22 Sept. 2022 · 3 min read · Share · Print", "2022-09-22"),
        ("Published: Tuesday, 28 April 2015 at 10:32 GMT", "2015-04-28"),
        ("Policy note | November 2022", "2022-11"),
        ("Policy note, 6 December 2019", "2019-12-06"),
        ("ZURICH, 20 March 2023", "2023-03-20"),
        ("Friday 21 October 2022", "2022-10-21"),
        ("Date: 2024-02-29T08:00:00Z", "2024-02-29"),
        ("By Jo Poe on September 21st, 2021", "2021-09-21"),
        ("13.04.2022", "2022-04-13"),
        ("Published 13/04/2022", "2022-04-13"),
        ("Published 3/4/2022", None),
        ("Published 31 February 2022", None),
        ("Updated 2 hours ago", None),
    ],
)
def test_dates_in_the_head(tmp_path: Path, head: str, published: str | None) -> None:
    document = made(tmp_path, "a.txt", f"Dam Fails Above Town\n{head}\n\n{BODY}\n")
    assert (document.title, document.published, document.text) == ("Dam Fails Above Town", published, BODY)


@pytest.mark.parametrize(
    ("dateline", "published", "publisher"),
    [
        ("GORIS, Armenia, Sept. 28, 2023 (Reuters) — ", "2023-09-28", "Reuters"),
        ("NEW YORK, March 5 (AP) - ", None, "AP"),
        ("KATHMANDU – ", None, None),
        ("NATO said on 3 May 2021 – ", None, None),
        ("Well, 3 May 2021 (perhaps) – ", None, None),
    ],
)
def test_dateline_is_read_and_stays(
    tmp_path: Path, dateline: str, published: str | None, publisher: str | None
) -> None:
    document = made(tmp_path, "a.txt", f"Dam Fails Above Town\n\n{dateline}{BODY}\n")
    assert (document.published, document.publisher) == (published, publisher)
    assert document.text == dateline + BODY


@pytest.mark.parametrize("title", ["By Land and by Sea", "Kyiv Votes, 3 May 2022", "Report on Share Prices"])
def test_titles_that_could_be_metadata(tmp_path: Path, title: str) -> None:
    document = made(tmp_path, "a.txt", f"{title}\nPublished: 5 May 2022\n\n{BODY}")
    assert (document.title, document.published, document.text) == (title, "2022-05-05", BODY)


def test_a_date_published_comes_before_a_date_updated(tmp_path: Path) -> None:
    document = made(tmp_path, "a.txt", f"A Title\nUpdated: 3 May 2024\nPublished: 1 May 2024\n\n{BODY}")
    assert document.published == "2024-05-01"


def test_source_lines_at_the_end(tmp_path: Path) -> None:
    document = made(
        tmp_path, "a.txt", f"A Title\n\n{BODY}\n\nSource: The Valley Post\nURL: https://example.org/a?b=1\n"
    )
    assert (document.publisher, document.url, document.text) == ("The Valley Post", "https://example.org/a?b=1", BODY)


def test_dates_of_a_chronicle_are_no_publication_date(tmp_path: Path) -> None:
    document = made(tmp_path, "a.txt", f"The Week\n\n12 March 2021\n\n{BODY}\n\n13 March 2021\n\n{MORE}")
    assert document.published is None
    assert texts(document) == ["12 March 2021", BODY, "13 March 2021", MORE]


def test_title_from_the_file_name_or_the_first_sentence(tmp_path: Path) -> None:
    assert made(tmp_path, "dam-above-town.txt", BODY).title == "Dam above town"
    assert made(tmp_path, "0123456789abcdef.txt", "It rained. " + BODY).title == "It rained"
    assert made(tmp_path, "17.txt", "word " * 40 + BODY).title == "17"
    assert made(tmp_path, "one.txt", "word").text == "word"


def test_sentences_that_look_like_leftovers_stay(tmp_path: Path) -> None:
    stay = [
        "Share prices fell.",
        "Preview of the talks: none.",
        "Related: the court had ruled in 2014.",
        "Subscribe to no theory.",
    ]
    gone = [
        "Preview", "SHARE", "Share this article", "Advertisement", "Read more", "Read also: The other dam",
        "Follow us on X", "Sign up for our daily newsletter", "Subscribe", "Listen to article", "Listen (4 min)",
        "[edit]", "Print",
        "Email",
        "Comments (412)", "Share on Facebook   Share on Twitter   Comments", "Image source, The Valley Post",
        "Related articles", "We use cookies to improve your visit. You can say no.", "© 2024 The Valley Post",
        "Save | Share",
        "Most popular: Ten dams", "Download PDF", "Skip to content", "Story continues below",
    ]  # fmt: skip
    seed = "A Title\n\n" + "\n\n".join([BODY, *stay, *gone, MORE])
    assert texts(made(tmp_path, "a.txt", seed)) == [BODY, *stay, MORE]


def test_characters(tmp_path: Path) -> None:
    seed = (
        "A Title\r\n\r\n\ufeffThe of\u00adfice\u00a0in Re\u0301\u200bunion\u2009cost 10\u202f000 \u202eeuros\u202c, "
        "\ufb01ve \u201cnotes\u201d\x07 and \u0645\u06cc\u200c\u0631\u0648\u062f.\r\n"
    )
    assert (
        made(tmp_path, "a.txt", seed).text
        == "The office in R\u00e9union cost 10 000 euros, five “notes” and \u0645\u06cc\u200c\u0631\u0648\u062f."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = f"A Title\n\n“It’s a café – no more,” he said. {BODY}\n"
    assert made(tmp_path, "a.txt", text.encode(encoding)).text == text.split("\n\n")[1].strip()


def test_an_encoding_of_another_script(tmp_path: Path) -> None:
    text = "Плотина над городом разрушилась в понедельник ночью после трёх дней дождя, и вода дошла до рынка. " * 5
    document = made(tmp_path, "a.txt", text.encode("cp1251"))
    assert document.text == text.strip()
    assert document.language == "ru"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", BODY),
        (
            "fr",
            "Le barrage a cédé dans la nuit et les eaux sont entrées dans la ville, ce qui a surpris les habitants.",
        ),
        ("de", "Der Damm ist in der Nacht gebrochen, und das Wasser stand nach einer Stunde auf dem Markt der Stadt."),
        (
            "es",
            "La presa se rompió por la noche y el agua llegó al mercado de la ciudad en una hora, sin muertos.",
        ),
        ("ar", "انهار السد فوق المدينة ليلة الاثنين بعد ثلاثة أيام من المطر"),
        (None, "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor."),
    ],
)
def test_language(tmp_path: Path, language: str | None, text: str) -> None:
    assert made(tmp_path, "a.txt", text).language == language


# --- front matter --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_front_matter(tmp_path: Path, suffix: str) -> None:
    body = f"<p>{BODY}</p><p>{MORE}</p>" if suffix == ".html" else f"{BODY}\n\n{MORE}"
    front = (
        '---\ntitle: "Dam: the end"\ndate: 2024-03-12\nsource: The Valley Post\nurl: https://example.org/dam\n'
        "author: Jo Poe\nlang: en-GB\n---\n"
    )
    document = made(tmp_path, "a" + suffix, front + body)
    assert (document.title, document.published, document.publisher) == ("Dam: the end", "2024-03-12", "The Valley Post")
    assert (document.url, document.author, document.language) == ("https://example.org/dam", "Jo Poe", "en")
    assert texts(document) == [BODY, MORE]


def test_front_matter_title_repeated_in_the_text_goes(tmp_path: Path) -> None:
    assert made(tmp_path, "a.md", f"---\ntitle: Dam fails\n---\n# Dam fails\n\n{BODY}").text == BODY
    assert texts(made(tmp_path, "b.md", f"---\ntitle: Dam fails\n---\n# Other\n\n{BODY}")) == ["Other", BODY]


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("flood", ("flood",)),
        ("flood, dams,flood,", ("flood", "dams")),
        ("[flood, 'the dam', null, [a], {b: c}]", ("flood", "the dam")),
        ("\n  - '#flood'\n  - !!python/name:os.system dams", ("flood", "dams")),
        ("{a: b}", ()),
    ],
)
def test_tags_are_a_list_or_stand_between_commas(tmp_path: Path, value: str, tags: tuple[str, ...]) -> None:
    assert made(tmp_path, "a.md", f"---\ntags: {value}\n---\n{BODY}").tags == tags


@pytest.mark.parametrize("value", ["full", "quotes", "LINK"])
def test_a_seed_says_how_much_of_it_is_published(tmp_path: Path, value: str) -> None:
    assert made(tmp_path, "a.md", f"---\npublish: {value}\n---\n{BODY}").publish == value.lower()
    assert made(tmp_path, "b.md", f"---\ntitle: Dam\n---\n{BODY}").publish is None


def test_a_way_of_publishing_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        SeedError, match=r"a\.md: the front matter's publish 'none' is not known; write one of full, qu"
    ):
        made(tmp_path, "a.md", f"---\npublish: none\n---\n{BODY}")


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['true']",
        "!!python/name:os.system",
        "[a, b]",
        "{a: b}",
        "&a [*a, *a]",
        "null",
        "''",
    ],
)
def test_hostile_front_matter_is_never_constructed(tmp_path: Path, value: str) -> None:
    document = made(tmp_path, "a.md", f"---\ntitle: {value}\nauthor: Jo\n---\n{BODY}")
    assert (document.author, document.text) == ("Jo", BODY)


def test_an_alias_bomb_is_not_expanded(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert made(tmp_path, "a.md", f"---\n{bomb}---\n{BODY}").text == BODY


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "ftp://example.org", "//x.org"]
)
def test_only_web_addresses_are_kept(tmp_path: Path, url: str) -> None:
    assert made(tmp_path, "a.md", f"---\nurl: {json.dumps(url)}\n---\n{BODY}").url is None


def test_three_hyphens_are_not_always_front_matter(tmp_path: Path) -> None:
    assert made(tmp_path, "a.txt", f"---\n{BODY}\n---\n{MORE}").text == f"{BODY}\n\n{MORE}"


# --- Markdown ------------------------------------------------------------------------------------------------------


def test_markdown(tmp_path: Path) -> None:
    seed = f"""# The *dam* failed

**BERN** – {BODY}

Its wall, *the oldest* in the `land`, was [well known](https://example.org/wall_(old) "x") and ![a wall](w.png) _new_
snake_case stayed, 2 * 3 * 4 too, \\*so\\* did AT&amp;T.[^1] <b>Bold</b> <script>alert(1)</script>move<!-- hidden -->.

Why it failed
-------------

* first **point**
* second point
  goes on

1. one
2. two

> A quoted line
> goes on.

| Who | What |
|---|---|
| army | left \\| stayed |

```python
x = 1
```

![alone](x.png)

***

[ref]: https://example.org
[^1]: A note.
Advertisement
"""
    document = made(tmp_path, "a.md", seed)
    assert document.title == "The dam failed"
    assert blocks(document) == [
        ("paragraph", f"BERN – {BODY}"),
        (
            "paragraph",
            "Its wall, the oldest in the land, was well known and a wall new snake_case stayed, 2 * 3 * 4 too, *so* "
            "did AT&T. Bold move.",
        ),
        ("heading", "Why it failed"),
        ("item", "first point"),
        ("item", "second point goes on"),
        ("item", "one"),
        ("item", "two"),
        ("paragraph", "A quoted line goes on."),
        ("row", "Who — What"),
        ("row", "army — left | stayed"),
        ("paragraph", "x = 1"),
        ("paragraph", "A note."),
    ]


def test_markdown_of_one_paragraph_a_line(tmp_path: Path) -> None:
    long = " ".join([BODY, MORE])
    assert texts(made(tmp_path, "a.md", f"# A title\nPreview\nPreview\n{long}\n{MORE}")) == [long, MORE]


def test_template_syntax_and_markup_of_a_plain_text_are_its_text(tmp_path: Path) -> None:
    text = "{{ config }} {% raw %} [[_TOC_]] <b>*x*</b> &amp; `y` are characters like all others, here."
    assert made(tmp_path, "a.txt", text).text == text


# --- HTML ----------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Dam fails above the town | The Valley Post</title>
{head}<script>var x = "The script";</script></head><body>
<div id="cookie-banner"><p>We use cookies to improve your visit.</p><button>Accept all</button></div>
<ul class="nav"><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul>
<article><h1>Dam fails above the town</h1>
<p class="meta">Updated 12 March 2024 &middot; 3 min read &middot; <a href="#">Share</a></p>
<p>{body}</p><h2>What comes next?</h2><p>{more} It is 14&nbsp;metres <b>high</b>.</p>
<ul><li>The first dam is gone for good.</li><li>The second dam still stands.</li></ul>
<table><tr><th>Dam</th><th>State</th></tr><tr><td>Upper</td><td>gone</td></tr></table>
<aside class="promo">Advertisement</aside></article>
<footer>&copy; 2024 The Valley Post. All rights reserved.</footer></body></html>"""


def page(head: str = "") -> str:
    return PAGE.format(head=head, body=BODY, more=MORE)


def test_html(tmp_path: Path) -> None:
    document = made(tmp_path, "a.html", page())
    assert (document.title, document.published) == ("Dam fails above the town", "2024-03-12")
    assert (document.publisher, document.language) == ("The Valley Post", "en")
    assert blocks(document) == [
        ("paragraph", BODY),
        ("heading", "What comes next?"),
        ("paragraph", f"{MORE} It is 14 metres high."),
        ("item", "The first dam is gone for good."),
        ("item", "The second dam still stands."),
        ("row", "Dam — State"),
        ("row", "Upper — gone"),
    ]


def test_html_metadata(tmp_path: Path) -> None:
    head = (
        '<meta property="og:title" content="Dam fails: what we know"><meta property="og:site_name" content="Post">'
        '<meta property="article:published_time" content="2024-03-11T22:00:00Z"><meta name="author" content="Jo Poe">'
        '<link rel="canonical" href="https://example.org/dam">'
    )
    document = made(tmp_path, "a.htm", page(head))
    assert (document.title, document.published) == ("Dam fails: what we know", "2024-03-11")
    assert (document.publisher, document.author, document.url) == ("Post", "Jo Poe", "https://example.org/dam")


def test_html_linked_data(tmp_path: Path) -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": "x"},
            {
                "@type": ["NewsArticle"],
                "headline": "The dam \ud800 failed",
                "datePublished": "2024-03-10",
                "publisher": {"@type": "Organization", "name": "The Post"},
                "author": [{"@type": "Person", "name": "Jo Poe"}, {"@type": "Person", "name": "Al Roe"}],
            },
        ],
    }
    document = made(tmp_path, "a.html", page(f'<script type="application/ld+json">{json.dumps(data)}</script>'))
    assert (document.title, document.published) == ("The dam failed", "2024-03-10")
    assert (document.publisher, document.author) == ("The Post", "Jo Poe, Al Roe")


def test_html_dates_outside_the_article_do_not_count(tmp_path: Path) -> None:
    seed = page().replace("Updated 12 March 2024", "News").replace('<ul class="nav">', "<p>25 November 2026</p><ul>")
    assert made(tmp_path, "a.html", seed).published is None


def test_a_tiny_page(tmp_path: Path) -> None:
    assert made(tmp_path, "a.html", "<p>The dam failed.</p>").text == "The dam failed."


def test_a_small_page(tmp_path: Path) -> None:
    seed = (
        "<title>Wall</title><h1>Wall of Noor</h1><p>It fell.</p><h2>History[edit]</h2><p>It was built in 1901.[1]</p>"
    )
    document = made(tmp_path, "a.html", seed)
    assert document.title == "Wall of Noor"
    assert texts(document) == ["It fell.", "History", "It was built in 1901.[1]"]


def test_line_breaks_in_a_page(tmp_path: Path) -> None:
    seed = (
        f"<div>Dam fails<br><br>{BODY}<br><br>The wall<br>is 14 metres high, and it was built of stone in 1901.</div>"
    )
    assert texts(made(tmp_path, "a.html", seed)) == [
        BODY,
        "The wall is 14 metres high, and it was built of stone in 1901.",
    ]


def test_html_byline_and_time(tmp_path: Path) -> None:
    byline = '<p>By <a href="/x">Jo Poe</a></p><time datetime="2024-02-03T09:00:00+01:00">3 Feb 2024</time>'
    document = made(tmp_path, "a.html", page().replace('<p class="meta">', byline + '<p class="meta">'))
    assert (document.author, document.published) == ("Jo Poe", "2024-02-03")


def test_html_in_a_declared_encoding(tmp_path: Path) -> None:
    seed = page().replace("utf-8", "iso-8859-2").replace("three days", "trzech dni w Łodzi").encode("iso-8859-2")
    assert "trzech dni w Łodzi" in made(tmp_path, "a.html", seed).text


# --- Word ----------------------------------------------------------------------------------------------------------


def word() -> bytes:
    document = docx.Document()
    document.add_heading("The dam failed", level=0)
    document.add_paragraph("Published: 12 March 2024")
    document.add_paragraph(BODY)
    document.add_heading("What comes next", level=1)
    document.add_paragraph("a first point", style="List Bullet")
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).text, table.cell(0, 2).text = "Upper dam", "gone"
    table.cell(0, 0).merge(table.cell(0, 1))
    paragraph = document.add_paragraph("It is ")
    paragraph.add_run("14").bold = True
    paragraph.add_run(" metres high.")
    document.core_properties.author = "Jo Poe"
    document.core_properties.created = datetime.datetime(2031, 5, 6)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_docx(tmp_path: Path) -> None:
    document = made(tmp_path, "a.docx", word())
    assert (document.title, document.published, document.author) == ("The dam failed", "2024-03-12", "Jo Poe")
    assert blocks(document) == [
        ("paragraph", BODY),
        ("heading", "What comes next"),
        ("item", "a first point"),
        ("row", "Upper dam — gone"),
        ("paragraph", "It is 14 metres high."),
    ]


def test_docx_properties_of_the_template_are_not_believed(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(BODY)
    file = io.BytesIO()
    document.save(file)
    found = made(tmp_path, "the dam.docx", file.getvalue())
    assert (found.title, found.author, found.published) == ("The dam", None, None)


def test_docx_content_controls(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The dam failed")
    inner = document.add_paragraph(BODY)._p
    control = document.element.body.makeelement(qn("w:sdt"))
    content = control.makeelement(qn("w:sdtContent"))
    inner.addprevious(control)
    control.append(content)
    content.append(inner)
    file = io.BytesIO()
    document.save(file)
    assert made(tmp_path, "a.docx", file.getvalue()).text == BODY


# --- PDF -----------------------------------------------------------------------------------------------------------

TYPST = """
#set document(title: "Report on the dam", author: "Jo Poe", date: datetime(year: {year}, month: 6, day: 3))
#set page(paper: "a6", margin: 1.5cm, header: [The Valley Post])
#set page(footer: context counter(page).display("1 of 1", both: true))
#set par(justify: true)
#set text(hyphenate: true, lang: "en", size: 11pt)
= The Dam Above the Town
{body}

The government announced an extraordinarily comprehensive reconstruction programme, characterised by officials as an
unprecedented internationalisation of responsibilities.

== What comes next?
- The first point is long enough to need a second line of the page.
- The second point.

#for n in range(1, 9) [The paragraph with the number #n says that the water came in 2024 and left again, as water does.

]
"""


def pdf(body: str = BODY, year: int = 2024) -> bytes:
    return bytes(typst.compile(TYPST.format(body=body, year=year).encode()))


def test_pdf(tmp_path: Path) -> None:
    document = made(tmp_path, "a.pdf", pdf())
    assert (document.title, document.published, document.author) == ("The Dam Above the Town", "2024-06-03", "Jo Poe")
    assert blocks(document) == [
        ("paragraph", BODY),
        (
            "paragraph",
            "The government announced an extraordinarily comprehensive reconstruction programme, characterised by "
            "officials as an unprecedented internationalisation of responsibilities.",
        ),
        ("heading", "What comes next?"),
        ("item", "The first point is long enough to need a second line of the page."),
        ("item", "The second point."),
        *(
            (
                "paragraph",
                f"The paragraph with the number {n} says that the water came in 2024 and left again, as water does.",
            )
            for n in range(1, 9)
        ),
    ]


def test_a_creation_date_the_text_does_not_bear_out_is_not_believed(tmp_path: Path) -> None:
    assert made(tmp_path, "a.pdf", pdf(year=2031)).published is None


def test_pdf_in_two_columns(tmp_path: Path) -> None:
    source = f'#set page(paper: "a5", columns: 2)\n#set text(size: 10pt)\n= The Dam\n{BODY}\n\n#lorem(200)\n\n{MORE}\n'
    document = made(tmp_path, "a.pdf", bytes(typst.compile(source.encode())))
    assert (texts(document)[0], len(texts(document)), texts(document)[-1]) == (BODY, 3, MORE)


# --- determinism ---------------------------------------------------------------------------------------------------


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    for name, content in (("a.html", page().encode()), ("b.docx", word()), ("c.pdf", pdf())):
        assert made(tmp_path, name, content) == read(tmp_path / name, tmp_path)


def test_kinds_are_those_of_the_model(tmp_path: Path) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    document = made(tmp_path, "a.md", f"# A title\n\n{BODY}\n\n## Next\n\n{MORE}\n\n- item\n\n{table}")
    assert {block.kind for block in document.blocks} == set(BlockKind)


def test_a_word_document_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_UNPACKED", 1_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("word/document.xml", "word/media/a.bin"):
            archive.writestr(name, b"0" * 600_000)
    with pytest.raises(SeedError, match="unpacks to more than"):
        made(tmp_path, "bomb.docx", file.getvalue())
