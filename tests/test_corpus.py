"""What is gathered from all briefs."""

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


def test_one_actor_over_several_briefs() -> None:
    person, council = ActorType.PERSON, ActorType.ORGANISATION
    corpus = gather(
        [
            brief("a", "2024-01-01", ("Ana Petrova", person, ("Petrova",)), ("Vara Council", council, ())),
            brief("b", "2024-02-01", ("Ana Maria Petrova", person, ("Ana Petrova",))),
            brief("c", "2024-03-01", ("Ivan Petrov", person, ("Petrova",))),
            brief("d", "2024-04-01", ("Ana Petrova", council, ())),
            brief("e", "2024-05-01", ("VC", council, ()), ("guards", ActorType.GROUP, ("men",))),
            brief("f", "2024-06-01", ("Vara Council", council, ("VC",)), ("officers", ActorType.GROUP, ("men",))),
        ]
    )
    entries = {e.slug: ([a.brief.slug for a in e.appearances], e.aliases) for e in corpus.actors}
    assert entries == {
        "ana-maria-petrova": (["b", "a"], ("Ana Petrova", "Petrova")),
        "ana-petrova": (["d"], ()),
        "ivan-petrov": (["c"], ("Petrova",)),
        "guards": (["e"], ("men",)),
        "officers": (["f"], ("men",)),
        "vara-council": (["f", "e", "a"], ("VC",)),
    }


def test_names_that_give_no_address_or_the_same_one() -> None:
    group = ActorType.GROUP
    corpus = gather([brief("a", None, ("Партия", group, ()), ("Index", group, ()), ("index!", ActorType.OTHER, ()))])
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
