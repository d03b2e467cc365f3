"""The facts of the case, from every turn of the person: whose signs are present, how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chatbot.triage.data import table
from chatbot.triage.people import Ages, Kind, Person, persons
from chatbot.triage.saying import Status
from chatbot.triage.turns import Finding, TurnRead

UNDER_40 = 40 * 12
DRUGS = frozenset(
    {
        "botulinum",
        "on_steroid",
        "on_vigabatrin",
        "on_benzodiazepine",
        "on_antiseizure",
        "neuroleptic",
        "baclofen",
        "any_medicine",
        "his_medicine",
    }
)
ASKED = frozenset({"asks_dose", "lethal_amount"})
"""Signs that are questions."""
SHARED = DRUGS | {"wants_to_stop", "stopped_medicine", "ran_out", "missed_dose", "infection_contact"}
"""The one who gives a medicine speaks of it, whoever takes it."""


@dataclass(frozen=True)
class Facts:
    """All of the conversation: present signs of each person, signs asked of in general, and ages.

    `corrected_at` is the place of the last turn that takes something back, 0 where none does.
    """

    signs: dict[Person, frozenset[str]] = field(default_factory=dict)
    general: frozenset[str] = frozenset()
    ages: Ages = field(default_factory=Ages)
    assumed_age: bool = False
    told: tuple[str, ...] = ()
    corrected_at: int = 0

    def of(self, person: Person) -> frozenset[str]:
        """The signs of one person, those that nobody was named for, and what is said of medicines."""
        own = self.signs.get(person, frozenset()) | self.signs.get("unsaid", frozenset())
        return own | (self.everyone() & SHARED)

    def everyone(self) -> frozenset[str]:
        """The signs of all."""
        return frozenset().union(*self.signs.values()) if self.signs else frozenset()


def facts_of(turns: Sequence[TurnRead]) -> Facts:
    """The facts that stand after the last turn; a correction takes back what it puts right."""
    standing: list[Finding] = []
    kinds: set[Kind] = set()
    own: tuple[float, ...] = ()
    cared: tuple[float, ...] = ()
    loose: tuple[float, ...] = ()
    for turn in turns:
        if turn.corrects:
            standing = _corrected(standing, turn)
            cared, loose = ((), ()) if turn.ages or turn.loose_ages else (cared, loose)
            own = () if turn.own_ages else own
        standing += turn.findings
        kinds |= turn.kinds
        own, cared, loose = own + turn.own_ages, cared + turn.ages, loose + turn.loose_ages
    if not cared and (kinds & {"baby", "youngster"} or ("third" in kinds and "adult" not in kinds)):
        cared = tuple(age for age in loose if age <= 36)
    return replace(
        _gathered(standing, frozenset(kinds), Ages(own, cared)),
        told=tuple(turn.told for turn in turns if turn.told),
        corrected_at=max((place for place, turn in enumerate(turns) if turn.corrects), default=0),
    )


def _gathered(standing: Sequence[Finding], kinds: frozenset[Kind], known: Ages) -> Facts:
    signs: dict[Person, set[str]] = {}
    for finding in standing:
        if finding.status not in _counted(finding.sign):
            continue
        for person in persons(finding.kind, kinds, known):
            signs.setdefault(person, set()).add(finding.sign)
    if any(age < UNDER_40 for age in known.own):
        signs.setdefault("adult", set()).add("under_forty")
    for kind in kinds:
        for person in persons(kind, kinds, known):
            signs.setdefault(person, set()).add("described")
    general = frozenset(each.sign for each in standing if each.status in ("general", "supposed"))
    young = kinds & {"baby", "youngster", "third"} if "adult" not in kinds else kinds & {"baby", "youngster"}
    return Facts(
        {person: frozenset(each) for person, each in signs.items()},
        general,
        known,
        bool(young) and not known.cared_for,
    )


def _counted(sign: str) -> frozenset[Status]:
    """How a sign may be meant to count: a history counts from the past, a cry for help also under an "if"."""
    if sign in DRUGS or sign in ASKED:
        return frozenset({"present", "supposed", "past", "general"})
    if sign in table("signs_crisis.toml"):
        return frozenset({"present", "supposed", "past"})
    return frozenset({"present", "past"}) if sign.startswith("had_") else frozenset({"present"})


def _corrected(standing: Sequence[Finding], turn: TurnRead) -> list[Finding]:
    if turn.animal:
        return []
    denied = {finding.sign for finding in turn.findings if finding.status == "negated"}
    if any(finding.sign == "short_span" for finding in turn.findings):
        denied |= {"five_minutes_or_more"}
    return [finding for finding in standing if finding.sign not in denied]
