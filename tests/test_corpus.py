"""What is gathered from all briefs."""

import pytest

from generator.corpus import gather, slugify
from generator.model import ActorType, Block, Brief, Document, Evidence, Section, Span, Statement

TEXT = "Ana Petrova and the Vara Council met in May 2024."


def brief(slug: str, published: str | None, *actors: tuple[str, ActorType, tuple[str, ...]]) -> Brief:
    span = Span(0, len(TEXT))
    source = Document(
        name=f"{slug}.txt", title=slug, text=TEXT, blocks=(Block(span),), sentences=(span,), sha256="0" * 64,
        published=published,
    )  # fmt: skip
    evidence = (Evidence(0, span),)
    statements = [
        *(
            Statement(section=Section.ACTORS, text="", evidence=evidence, name=name, type=kind, aliases=aliases)
            for name, kind, aliases in actors
        ),
        Statement(section=Section.TIMELINE, text=TEXT, evidence=evidence, date="2024-05", date_text="May 2024"),
        Statement(section=Section.TIMELINE, text=TEXT, evidence=evidence, date=None, date_text="then"),
    ]
    return Brief(slug=slug, title=slug, sources=(source,), statements=tuple(statements), engine="embedded/1")


def test_newest_first_and_independent_of_order() -> None:
    briefs = [brief("b", "2024-05-02"), brief("a", "2024-05-02"), brief("c", None), brief("d", "2024-06-01")]
    assert [b.slug for b in gather(briefs).briefs] == ["d", "a", "b", "c"]
    assert gather(briefs) == gather(reversed(briefs))


PERSON, ORGANISATION, STATE, GROUP = ActorType.PERSON, ActorType.ORGANISATION, ActorType.STATE, ActorType.GROUP


def joined(kind: ActorType, *names: tuple[str, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What becomes of actors that one brief each names so, with their aliases: headword, briefs, aliases."""
    briefs = [brief("abcdefgh"[n], None, (name, kind, tuple(aliases))) for n, (name, *aliases) in enumerate(names)]
    entries = gather(briefs).actors
    return [(e.name, "".join(sorted(a.brief.slug for a in e.appearances)), e.aliases) for e in entries]


def test_an_entry_holds_all_appearances_newest_first_and_kinds_stay_apart() -> None:
    corpus = gather(
        [
            brief("a", "2024-01-01", ("Vara Council", ORGANISATION, ())),
            brief("b", "2024-03-01", ("Vara Council", ORGANISATION, ("VC",))),
            brief("c", "2024-02-01", ("VC", ORGANISATION, ()), ("Vara Council", GROUP, ())),
        ]
    )
    entries = {e.slug: (e.type, [a.brief.slug for a in e.appearances], e.aliases) for e in corpus.actors}
    assert entries == {
        "vara-council": (ORGANISATION, ["b", "c", "a"], ("VC",)),
        "vara-council-2": (GROUP, ["c"], ()),
    }


def test_the_headword_is_what_most_briefs_call_the_actor() -> None:
    assert joined(STATE, ("Russian troops", "Moscow", "Russian"), ("Russia",), ("Russia",)) == [
        ("Russia", "abc", ("Moscow", "Russian troops"))
    ]
    assert joined(STATE, ("Holyrood",), ("Scotland",)) == [("Scotland", "ab", ("Holyrood",))]
    assert joined(PERSON, ("Ana Petrova",), ("Ana Maria Petrova", "Ana Petrova")) == [
        ("Ana Maria Petrova", "ab", ("Ana Petrova",))
    ]


def test_all_spellings_of_one_actor_meet_whatever_the_order() -> None:
    assert len(joined(PERSON, ("António Guterres",), ("Antonio Guterres",), ("ANTO\u0301NIO GUTERRES",))) == 1
    assert len(joined(PERSON, ("はし",), ("ばし",))) == 2
    names = [("U.N.",), ("United Nations", "U.N."), ("UN",), ("United Nations", "world body")]
    assert joined(ORGANISATION, *names) == [("United Nations", "abcd", ("U.N.", "UN"))]
    assert joined(ORGANISATION, *reversed(names)) == [("United Nations", "abcd", ("U.N.", "UN"))]
    assert joined(STATE, ("U.S.",), ("Washington",), ("United States", "America")) == [
        ("United States", "abc", ("America", "U.S.", "Washington"))
    ]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (ORGANISATION, ("West Yorkshire Police", "police", "Police"), ("Toronto Police", "police", "Police")),
        (ORGANISATION, ("West Yorkshire Police", "Police"), ("Police",)),
        (ORGANISATION, ("Peru's Congress", "Congress"), ("U.S. Congress", "Congress")),
        (ORGANISATION, ("US Army", "Army"), ("Army",)),
        (ORGANISATION, ("Emirates Airlines", "Airlines"), ("American Airlines", "Airlines")),
        (ORGANISATION, ("Communist Party of India", "CPI"), ("Consumer Price Institute", "CPI")),
        (STATE, ("Spain's government", "government"), ("government of Guangdong", "government")),
        (STATE, ("Ardal", "Russian"), ("Russia",)),
        (STATE, ("Ardal", "Moscow", "Washington"), ("Russia",)),
        (PERSON, ("George Bush", "President Bush", "Bush"), ("Barbara Bush", "President Bush", "Bush")),
        (PERSON, ("Ana Petrova", "Ms Petrova"), ("Ms Petrova",)),
        (GROUP, ("Ardal protesters", "some protesters"), ("protesters", "some protesters")),
    ],
)
def test_short_forms_surnames_and_common_nouns_join_nobody(
    kind: ActorType, one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert len(joined(kind, one, other)) == 2


def test_an_acronym_joins_names_of_which_one_holds_the_other() -> None:
    centers, us_centers = "Centers for Disease Control", "U.S. Centers for Disease Control"
    assert joined(ORGANISATION, (centers, "CDC"), (us_centers, "CDC"), ("CDC",)) == [
        (us_centers, "abc", ("CDC", centers))
    ]


def test_aliases_are_names() -> None:
    assert joined(PERSON, ("Ana Petrova", "Petrova", "her mother"))[0][2] == ("Petrova",)
    assert joined(STATE, ("Russia", "Russian troops", "Kremlin", "Russian"))[0][2] == ("Kremlin",)
    assert joined(ORGANISATION, ("Ruling Party", "his party", "RP"))[0][2] == ("RP",)


def test_names_that_give_no_address_or_the_same_one() -> None:
    corpus = gather([brief("a", None, ("Партия", GROUP, ()), ("Index", GROUP, ()), ("index!", ActorType.OTHER, ()))])
    assert sorted(e.slug for e in corpus.actors) == ["actor", "index-2", "index-3"]


def test_the_timeline_holds_what_has_a_date() -> None:
    assert [
        (a.brief.slug, a.statement.date) for a in gather([brief("a", None), brief("b", "2024-01-01")]).timeline
    ] == [
        ("a", "2024-05"),
        ("b", "2024-05"),
    ]


def test_slugify() -> None:
    assert slugify("../Évêque & “Co.” <b>") == "eveque-co-b"
    assert slugify("x" * 99) == "x" * 60
    assert slugify("北京") == ""
