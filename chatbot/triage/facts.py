"""The facts of the case, drawn from every turn of the person: whose signs are present, how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chatbot.triage.ages import Age, ages, lastings
from chatbot.triage.assertion import Grammar, Said, Status, by_name, judged, personal_places
from chatbot.triage.cues import Hit
from chatbot.triage.data import table
from chatbot.triage.people import Ages, Kind, Person, Subject, nearest, persons, subjects
from chatbot.triage.reading import Sentence

LONG_MINUTES = 5
TWO_WEEKS = 14 * 1440
UNDER_40 = 40 * 12
LONGEST_DENIAL = 5
YOUNGEST_WRITER = 9 * 12
"""In months: "I am 6 days out of surgery" is no age."""
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
SHARED = DRUGS | {"wants_to_stop", "stopped_medicine", "ran_out", "missed_dose", "infection_contact"}
"""The one who gives a medicine speaks of it, whoever takes it."""


@dataclass(frozen=True)
class Finding:
    """A sign in a turn: how it was meant, and of whom."""

    sign: str
    status: Status
    kind: Kind
    turn: int


@dataclass(frozen=True)
class TurnRead:
    """What one turn of the person says."""

    findings: tuple[Finding, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    own_ages: tuple[float, ...] = ()
    ages: tuple[float, ...] = ()
    loose_ages: tuple[float, ...] = ()
    corrects: bool = False
    animal: bool = False
    last_kind: Kind = "unsaid"


@dataclass(frozen=True)
class Facts:
    """All of the conversation: present signs of each person, signs asked of in general, and ages."""

    signs: dict[Person, frozenset[str]] = field(default_factory=dict)
    general: frozenset[str] = frozenset()
    ages: Ages = field(default_factory=Ages)
    assumed_age: bool = False

    def of(self, person: Person) -> frozenset[str]:
        """The signs of one person, those that nobody was named for, and what is said of medicines."""
        own = self.signs.get(person, frozenset()) | self.signs.get("unsaid", frozenset())
        return own | (self.everyone() & SHARED)

    def everyone(self) -> frozenset[str]:
        """The signs of all."""
        return frozenset().union(*self.signs.values()) if self.signs else frozenset()


def turn_read(
    sentences: Sequence[Sentence],
    hits: Sequence[tuple[Hit, ...]],
    marks: frozenset[str],
    words: Grammar,
    before: Kind,
) -> TurnRead:
    """What one turn says; `hits` are the cues found in each sentence, `marks` the names that are no signs."""
    named = [by_name(found) for found in hits]
    aged = [ages(sentence) for sentence in sentences]
    personal = any(personal_places(*pair, words) for pair in zip(sentences, named, strict=True)) or any(
        age.sure for found in aged for age in found
    )
    findings: list[Finding] = []
    kinds: set[Kind] = set()
    owned: list[tuple[Age, Kind]] = []
    for sentence, found, by, old in zip(sentences, hits, named, aged, strict=True):
        signs = tuple(hit for hit in found if hit.sign not in marks)
        said = Said(sentence, by, _passed_over(sentence, signs, by, words), personal, bool(old))
        everyone = subjects(by)
        many = {place for hit in by.get("many", ()) for place in hit.places}
        around = tuple(subject for subject in everyone if subject.place not in many)
        kinds |= {subject.kind for subject in everyone}
        findings += [_finding(hit, said, around, before, words) for hit in (*signs, *_spans(sentence, old))]
        owned += [(age, nearest(age.place, around, before)) for age in old]
        before = _carried(around, before)
    read = TurnRead(tuple(dict.fromkeys(findings)), frozenset(kinds), last_kind=before)
    return _with_ages(read, owned, frozenset(name for by in named for name in by))


def _with_ages(read: TurnRead, owned: Sequence[tuple[Age, Kind]], marks: frozenset[str]) -> TurnRead:
    """`read` with whose age is what, and whether the turn corrects or speaks of an animal."""
    others = [age for age, kind in owned if kind not in ("self", "adult")]
    own = [age.months for age, kind in owned if kind == "self" and age.sure]
    return replace(
        read,
        own_ages=tuple(months for months in own if months >= YOUNGEST_WRITER),
        ages=tuple(age.months for age in others if age.sure),
        loose_ages=tuple(age.months for age in others if not age.sure),
        corrects="correction" in marks,
        animal="animal" in marks,
    )


def _finding(hit: Hit, said: Said, around: tuple[Subject, ...], before: Kind, words: Grammar) -> Finding:
    return Finding(hit.sign, judged(hit, said, words), nearest(hit.start, around, before), said.sentence.turn)


def _carried(around: tuple[Subject, ...], before: Kind) -> Kind:
    """Whom the next sentence is about where it does not say."""
    named = [subject.kind for subject in around if subject.kind not in ("third",)]
    others = [kind for kind in named if kind != "self"]
    return others[-1] if others else (named[-1] if named and before == "unsaid" else before)


def _passed_over(
    sentence: Sentence, signs: tuple[Hit, ...], marks: dict[str, tuple[Hit, ...]], words: Grammar
) -> frozenset[int]:
    """The places of denials that deny nothing else: inside a sign ("not breathing") or an idiom ("not sure")."""
    short = (hit for hit in signs if hit.end - hit.start <= LONGEST_DENIAL)
    idle = (*marks.get("not_denying", ()), *short)
    return frozenset(place for hit in idle for place in hit.places if sentence.raw[place] in words.negators)


def _spans(sentence: Sentence, old: tuple[Age, ...]) -> tuple[Hit, ...]:
    """Signs that spans of time are: five minutes or more, under or over two weeks."""
    taken = {age.place for age in old if age.sure}
    found = []
    for span in lastings(sentence):
        if span.place in taken:
            continue
        if LONG_MINUTES <= span.minutes < 1440:
            found.append(Hit("five_minutes_or_more", (span.place,)))
        elif span.minutes > TWO_WEEKS:
            found.append(Hit("over_two_weeks", (span.place,)))
        elif 1440 <= span.minutes <= TWO_WEEKS:
            found.append(Hit("under_two_weeks", (span.place,)))
        else:
            found.append(Hit("short_span", (span.place,)))
    return tuple(found)


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
    return _gathered(standing, frozenset(kinds), Ages(own, cared))


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
    if sign in table("signs_crisis.toml"):
        return frozenset({"present", "supposed", "past"})
    if sign in DRUGS or sign == "asks_dose":
        return frozenset({"present", "supposed", "past", "general"})
    return frozenset({"present", "past"}) if sign.startswith("had_") else frozenset({"present"})


def _corrected(standing: Sequence[Finding], turn: TurnRead) -> list[Finding]:
    if turn.animal:
        return []
    denied = {finding.sign for finding in turn.findings if finding.status == "negated"}
    if any(finding.sign == "short_span" for finding in turn.findings):
        denied |= {"five_minutes_or_more"}
    return [finding for finding in standing if finding.sign not in denied]


__all__ = ["Facts", "TurnRead", "facts_of", "turn_read"]
