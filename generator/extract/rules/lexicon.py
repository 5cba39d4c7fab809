"""Families of words that tell what a clause does in a story: reacts, injures, plans, accuses, looks back …

General English only; no names. `mark` finds the families of every token of a sentence in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence

_VERBS: dict[str, str] = {
    "condemn": (
        "condemn criticise criticize denounce deplore decry slam protest object reject dismiss oppose "
        "rebuke lambast complain disagree dispute question doubt reprimand"
    ),
    "praise": ("praise welcome applaud congratulate hail thank celebrate commend endorse support back cheer rejoice"),
    "mourn": "mourn apologise apologize grieve regret condole honour honor",
    "call": ("urge call appeal demand request ask insist advise recommend propose invite encourage plead petition"),
    "respond": "respond react reply answer retaliate comment rule tweet address remark",
    "promise": "promise vow pledge intend plan aim hope prepare seek consider agree commit assure",
    "announce": (
        "announce declare unveil introduce issue launch release publish reveal disclose report sign adopt approve"
    ),
    "act": (
        "order suspend ban close cancel postpone delay evacuate deploy dispatch restrict impose halt stop "
        "restore reopen resume lift expel recall withdraw resign fire sack dismiss remove replace appoint "
        "summon freeze block seize quarantine isolate search rescue treat transport open investigate "
        "inspect examine"
    ),
    "law": (
        "arrest charge convict sentence sue indict jail imprison detain fine prosecute extradite acquit "
        "plead testify apprehend interrogate arraign try"
    ),
    "accuse": "accuse allege blame suspect claim",
    "deny": "deny refuse fail decline",
    "kill": "kill die injure wound hospitalise hospitalize drown perish execute murder shoot stab",
    "destroy": (
        "destroy damage collapse devastate flood wreck explode crash burn sink topple displace strand "
        "disrupt ruin hit strike flatten burst derail ignite erupt"
    ),
    "attack": "attack bomb shell invade raid ambush assault capture occupy clash fight fire threaten open",
    "cause": (
        "cause trigger spark prompt force provoke fuel create produce generate drive induce contribute "
        "motivate bring enable allow lead result leave make render turn"
    ),
    "stem": "stem derive originate arise attribute follow",
    "change": (
        "increase rise grow fall drop decline improve worsen reduce cut decrease gain double soar surge "
        "plunge slump tumble shrink expand weaken strengthen boost raise lower jump spread lose"
    ),
    "mean": "mean mark end become bring signal pave change alter shift affect influence impact shape",
    "warn": "warn fear worry concern caution risk threaten alarm endanger",
    "expect": "expect predict anticipate forecast estimate schedule project await",
    "find": (
        "find show discover detect identify determine conclude confirm suggest indicate observe analyse "
        "analyze study compare measure examine demonstrate prove verify"
    ),
    "say": "say tell state add note explain argue believe think describe claim stress write",
    "win": "win defeat beat elect lead score earn qualify secure receive vote",
    "lose": "lose fail miss lack struggle suffer",
    "start": "begin start open establish found form launch create",
    "continue": "continue remain stay keep persist last",
    "flee": "flee evacuate leave escape shelter abandon gather march demonstrate rally strike riot",
    "need": "need want require wish",
    "prevent": "prevent stop protect avoid help save ensure secure tackle curb combat",
    "meet": "meet visit discuss negotiate talk attend travel arrive hold host",
    "know": "know understand recognise recognize recall remember see",
    "pay": "pay buy sell cost spend fund invest",
}
_WORDS: dict[str, str] = {
    "because": "because since as",
    "after": "after following",
    "when": "when while",
    "before": "before until ahead",
    "if": "if unless whether",
    "although": "although though despite however but yet nevertheless",
    "reason": (
        "reason reasons cause causes motive motives factor factors culprit blame responsible responsibility "
        "source grounds rationale fault root roots excuse"
    ),
    "result": (
        "result results consequence consequences effect effects impact impacts implications outcome "
        "aftermath toll repercussions fallout ramifications"
    ),
    "hence": "therefore thus consequently hence accordingly thereby so",
    "may": ("may might could possibly perhaps potentially potential possible probably likely unlikely would should"),
    "will": ("will shall won't upcoming next tomorrow soon future forthcoming scheduled planned pending eventually"),
    "can": "can cannot can't",
    "past": (
        "earlier previously previous ago last former past originally initially once already prior before "
        "since historically long decades years"
    ),
    "late": (
        "later afterwards afterward subsequently then eventually meanwhile immediately shortly now still "
        "today yesterday currently finally"
    ),
    "no": (
        "not no never none nobody nothing without n't neither nor lack absence shortage failure didn't "
        "wasn't weren't don't doesn't isn't aren't hasn't haven't unable"
    ),
    "dead": (
        "dead deaths death fatalities casualties casualty injuries injured wounded victims toll missing "
        "survivors survivor bodies hospital hospitals"
    ),
    "damage": (
        "damage losses loss destruction wreckage debris outages outage power shortages disruption closure "
        "delays collapse"
    ),
    "disaster": (
        "earthquake quake tsunami flood floods flooding storm hurricane typhoon cyclone tornado fire fires "
        "wildfire rain rains rainfall snow drought eruption landslide explosion blast crash accident gas "
        "leak lightning wind winds weather heat temperatures magnitude"
    ),
    "war": (
        "war conflict fighting clashes violence attack attacks offensive bombing strike strikes raid "
        "insurgency unrest tensions dispute crisis coup troops rebels militants ceasefire rocket missile "
        "missiles gunman gunmen shooting"
    ),
    "protest": (
        "protest protests protesters demonstrators demonstration demonstrations rally march riots strike "
        "strikes anger outrage opposition criticism backlash controversy calls"
    ),
    "law": (
        "court police charges charge trial arrest lawsuit investigation inquiry probe judge prosecutors "
        "suspect suspects custody sentence bail appeal verdict law bill legislation"
    ),
    "allegation": (
        "allegations alleged allegedly accusations accused suspected suspicion corruption fraud scandal "
        "abuse harassment misconduct violations"
    ),
    "illness": (
        "disease virus cancer illness infection outbreak pandemic epidemic covid-19 coronavirus cases "
        "symptoms ill sick heart pneumonia complications"
    ),
    "economy": (
        "prices price market markets shares stock economy inflation unemployment debt deficit jobs trade "
        "tariffs budget costs sales exports demand supply rates oil currency billion million percent"
    ),
    "policy": (
        "measures sanctions restrictions emergency ban curfew lockdown talks negotiations agreement deal "
        "plan plans reforms policy decision vote election referendum"
    ),
    "worry": (
        "concern concerns fear fears worries risk risks threat threats danger dangers warning warnings "
        "uncertainty pressure damage"
    ),
    "mourning": (
        "condolences tribute tributes sympathy sympathies mourning grief thoughts prayers families family "
        "apology sorry sad tragic tragedy shock shocked"
    ),
    "rescue": (
        "rescue rescuers rescued firefighters ambulance aid relief evacuation evacuations evacuated "
        "emergency shelter shelters search assistance help"
    ),
    "first": "first largest biggest worst highest record lowest",
    "this": "this these such that",
    "event": (
        "attack incident accident event disaster crash announcement decision move ruling verdict victory "
        "win loss defeat result news report finding findings discovery study measure law vote strike "
        "explosion fire shooting"
    ),
    "people": (
        "people residents citizens civilians students workers children women passengers customers users fans crowd"
    ),
    "pronoun": "he she they it i we you",
    "government": (
        "government president minister officials authorities administration ministry parliament congress "
        "party spokesman spokesperson spokeswoman secretary mayor governor leader leaders"
    ),
    "science": "researchers scientists study researcher data team scientist research theory evidence professor",
    "and": "also additionally moreover furthermore another addition",
    "desire": "need want wants wanted wish aim aims goal purpose order intended attempt effort efforts bid",
    "quantity": "dozens hundreds thousands millions many several more least half",
    "background": ("history founded born career graduated served worked known located based consists describes called"),
    "still": "ongoing continuing continues underway pending unclear unknown uncertain immediate",
    "unknown": "unclear unknown yet known undetermined",
}
_PHRASES: dict[str, str] = {
    "because": (
        "because of|due to|owing to|thanks to|as a result of|on account of|on the grounds|in light of|"
        "in view of|given that|stemming from|driven by|caused by|triggered by|sparked by|prompted by|"
        "fuelled by|fueled by|blamed on|attributed to|blamed for|responsible for|resulted from|"
        "resulting from|out of|arising from|over concerns|over fears"
    ),
    "response": "in response|in reaction|in retaliation|in protest|in revenge|in the wake of|in the aftermath",
    "comes-after": (
        "comes after|came after|come after|comes as|came as|follows a|followed a|comes amid|came amid|"
        "comes following|this follows|this followed|follows the|followed the|was preceded by|days after|"
        "weeks after|months after|hours after|day after|week after|month after|year after|years after|"
        "a day before"
    ),
    "led-to": (
        "led to|leads to|lead to|leading to|resulted in|resulting in|results in|gave rise|ended in|"
        "contributed to|brought about|left at least|as many as|at least|up to|more than"
    ),
    "hence": (
        "as a result|as a consequence|for this reason|that is why|this is why|which is why|so that|because of this"
    ),
    "plan": (
        "plans to|planned to|set to|expected to|scheduled to|due to be|going to|is to|are to|likely to|"
        "intends to|hopes to|aims to|ready to|willing to|about to|scheduled for|planned for|slated to|"
        "expected that|hoped that"
    ),
    "called-for": "called for|calls for|called on|calls on|calling for|calling on|appealed for|asked for|call for",
    "effort": "in order to|so as to|in an effort to|in an attempt to|in a bid to|in an effort",
    "concern": (
        "raised concerns|raising concerns|concerned about|concerns about|fears that|afraid that|risk of|fear of"
    ),
    "responsibility": "claimed responsibility|claim responsibility|took responsibility|responsibility for",
    "accused-of": ("accused of|accusing|charged with|accused|suspected of|convicted of|guilty of|alleged that|blamed"),
    "perfect": "had been|had already|had not|has been|have been",
    "according": "according to",
    "said-that": (
        "said that|say that|says that|stated that|claimed that|claims that|reported that|announced that|added that"
    ),
    "since": (
        "since then|ever since|in recent|in the past|over the past|at the time|in previous|last year|"
        "last month|last week|years ago|months ago|earlier this|the previous"
    ),
    "instead": "rather than|instead of|not because|did not cause",
    "no-injuries": "no injuries|no casualties|no one was|nobody was|no deaths",
}

_IRREGULAR = {
    "die": "dying", "lie": "lying", "begin": "began begun beginning", "fall": "fell fallen", "rise": "rose risen",
    "grow": "grew grown", "lead": "led", "leave": "left leaving", "make": "made making", "bring": "brought",
    "drive": "drove driven", "find": "found", "win": "won winning", "lose": "lost losing", "say": "said",
    "tell": "told", "write": "wrote written", "keep": "kept", "hold": "held", "fight": "fought", "seek": "sought",
    "see": "saw seen", "know": "knew known", "think": "thought", "meet": "met", "flee": "fled", "hit": "hitting",
    "strike": "struck", "shoot": "shot", "cut": "cutting", "beat": "beaten", "become": "became becoming",
    "mean": "meant", "show": "shown", "pay": "paid", "buy": "bought", "sell": "sold", "spend": "spent",
    "cost": "costing", "freeze": "froze frozen", "withdraw": "withdrew withdrawn", "understand": "understood",
    "shrink": "shrank shrunk", "sink": "sank sunk", "arise": "arose arisen", "plead": "pled",
    "stop": "stopped stopping", "plan": "planned planning", "ban": "banned banning", "drop": "dropped dropping",
    "slam": "slammed", "stab": "stabbed", "commit": "committed", "found": "founded founding",
}  # fmt: skip


def inflections(stem: str) -> set[str]:
    """The forms of the verb `stem`, and perhaps some that no verb has."""
    forms = {stem, *_IRREGULAR.get(stem, "").split()}
    if stem.endswith("y") and stem[-2] not in "aeou":
        forms |= {stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"}
    elif stem.endswith("e"):
        forms |= {stem + "s", stem + "d", stem[:-1] + "ing"}
    else:
        plural = "es" if stem.endswith(("s", "sh", "ch", "x")) else "s"
        forms |= {stem + plural, stem + "ed", stem + "ing"}
    return forms


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for family, stems in _VERBS.items():
        for stem in stems.split():
            for form in sorted(inflections(stem)):
                found.setdefault(form, []).append(f"{family}-v")
    for family, words in _WORDS.items():
        for word in words.split():
            found.setdefault(word, []).append(family)
    return {word: tuple(dict.fromkeys(families)) for word, families in found.items()}


_FAMILIES = _table()
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _family, _phrases in _PHRASES.items():
    for _phrase in _phrases.split("|"):
        _words = tuple(_phrase.split())
        _BY_FIRST.setdefault(_words[0], []).append((_words, _family))


def mark(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each of `words` (lower case) the families it stands for or opens a phrase of."""
    found = []
    for i, word in enumerate(words):
        families = list(_FAMILIES.get(word, ()))
        families += [f for phrase, f in _BY_FIRST.get(word, ()) if tuple(words[i : i + len(phrase)]) == phrase]
        found.append(tuple(families))
    return tuple(found)


_ENDINGS = ("ing", "ed", "es", "ly", "s")


def stem(word: str) -> str:
    """`word` (lower case) without possessive and the commonest endings, so that forms of one word meet."""
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word
