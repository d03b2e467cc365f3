"""What one turn of the person says: each sign as it was meant, of whom, and the ages stated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chatbot.triage.ages import Age, ages, lastings
from chatbot.triage.assertion import judged
from chatbot.triage.cues import Hit
from chatbot.triage.data import table
from chatbot.triage.people import Kind, Subject, nearest, subjects
from chatbot.triage.reading import Sentence
from chatbot.triage.saying import Grammar, Marks, Said, Status, by_name, personal_places

LONG_MINUTES = 5
TWO_WEEKS = 14 * 1440
LONGEST_DENIAL = 5
YOUNGEST_WRITER = 9 * 12
"""In months: "I am 6 days out of surgery" is no age."""
YOUNG = frozenset({"baby", "youngster", "third"})
TWITCHES = frozenset({"eyelid_twitch", "face_movement", "one_sided_face"})


@dataclass(frozen=True)
class Finding:
    """A sign in a turn: how it was meant, and of whom."""

    sign: str
    status: Status
    kind: Kind
    turn: int


@dataclass(frozen=True)
class TurnRead:
    """What one turn of the person says.

    `plain`: it is short, asks nothing, speaks of somebody, and of no other times or people in general.
    """

    findings: tuple[Finding, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    own_ages: tuple[float, ...] = ()
    ages: tuple[float, ...] = ()
    loose_ages: tuple[float, ...] = ()
    corrects: bool = False
    animal: bool = False
    last_kind: Kind = "unsaid"
    told: str = ""
    plain: bool = False


def turn_read(
    sentences: Sequence[Sentence],
    hits: Sequence[tuple[Hit, ...]],
    marks: frozenset[str],
    words: Grammar,
    before: Kind,
) -> TurnRead:
    """What one turn says; `hits` are the cues found in each sentence, `marks` the names that are no signs."""
    aged = [ages(sentence) for sentence in sentences]
    everything = _as_said(sentences, hits, aged, marks, words)
    findings: list[Finding] = []
    owned: list[tuple[Age, Kind]] = []
    told: list[str] = []
    for (said, signs), old in zip(everything, aged, strict=True):
        around = _around(said.marks)
        found = (*signs, *_spans(said.sentence, old))
        new = [_finding(hit, said, around, before, words) for hit in found]
        findings += new
        told += [said.sentence.text] if _tells(said, new, words) else []
        owned += [(age, nearest(age.place, around, before)) for age in old]
        before = _carried(around, before)
    marked = frozenset(name for said, _ in everything for name in said.marks)
    kinds = frozenset(subject.kind for said, _ in everything for subject in subjects(said.marks))
    weighed = _weighed(dict.fromkeys(findings), marked)
    plain = bool(kinds) and _is_plain(sentences, marked)
    read = TurnRead(weighed, kinds, last_kind=before, told=" ".join(told), plain=plain)
    return _with_ages(read, owned, marked)


def _is_plain(sentences: Sequence[Sentence], marked: frozenset[str]) -> bool:
    limits = table("assertion.toml")["plain"]
    length = sum(len(sentence.raw) for sentence in sentences)
    asks = any(sentence.asked for sentence in sentences)
    return length <= limits["most_words"] and not asks and marked.isdisjoint(limits["doubting"].split())


def _as_said(
    sentences: Sequence[Sentence],
    hits: Sequence[tuple[Hit, ...]],
    aged: Sequence[tuple[Age, ...]],
    marks: frozenset[str],
    words: Grammar,
) -> list[tuple[Said, tuple[Hit, ...]]]:
    """Each sentence with what is known of it and of its turn, and the signs in it."""
    named = [by_name(found) for found in hits]
    here = [personal_places(*pair, words) for pair in zip(sentences, named, strict=True)]
    personal = any(here) or any(age.sure for found in aged for age in found)
    well = any("well" in by for by in named)
    framed = any("framed" in by for by in named)
    read = []
    for sentence, found, by, old, places in zip(sentences, hits, named, aged, here, strict=True):
        signs = tuple(hit for hit in found if hit.sign not in marks and not _misread(hit, by, words))
        idle = _passed_over(sentence, signs, by, words)
        said = Said(sentence, by, idle, personal, well, frozenset(age.place for age in old), places, framed)
        read.append((said, signs))
    return read


def _tells(said: Said, findings: Sequence[Finding], words: Grammar) -> bool:
    """Whether a sentence tells of something here and now: a sign in it is meant so, or, with none, nobody asks in
    general, speaks of the past or of others."""
    if findings:
        crisis = table("signs_crisis.toml")
        return any(each.status in ("present", "opined") or each.sign in crisis for each in findings)
    end = len(said.sentence.raw) - 1
    return judged(Hit("", (end,)), said, words) not in ("general", "past", "other")


def _around(marks: Marks) -> tuple[Subject, ...]:
    """Everybody the sentence speaks of, but for people in general."""
    many = {place for hit in marks.get("many", ()) for place in hit.places}
    return tuple(subject for subject in subjects(marks) if subject.place not in many)


def _misread(hit: Hit, marks: Marks, words: Grammar) -> bool:
    """The "spasm" of "hemifacial spasm" is not that of a baby."""
    named = {mark.end for mark in marks.get("term", ())}
    return hit.sign in words.misread and not named.isdisjoint(hit.places)


def _weighed(findings: Iterable[Finding], marks: frozenset[str]) -> tuple[Finding, ...]:
    """What somebody else called a stroke or a fit counts, unless the turn tells it is only a twitch, or an old one."""
    told = {each.sign for each in findings if each.status == "present"}
    plain = told & TWITCHES and ({"only_that", "joker"} & marks or "over_two_weeks" in told)
    status: Status = "general" if plain else "present"
    return tuple(replace(each, status=status) if each.status == "opined" else each for each in findings)


def _with_ages(read: TurnRead, owned: Sequence[tuple[Age, Kind]], marks: frozenset[str]) -> TurnRead:
    """`read` with whose age is what, and whether the turn corrects or speaks of an animal."""
    signs = {each.sign for each in read.findings}
    young = bool(read.kinds & YOUNG) or not (read.kinds or "eyelid_twitch" in signs)
    others = [age for age, kind in owned if (young if age.alone else kind not in ("self", "adult"))]
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
    kind = nearest(_spoken_from(hit, around), around, before)
    return Finding(hit.sign, judged(hit, said, words), kind, said.sentence.turn)


def _spoken_from(hit: Hit, around: tuple[Subject, ...]) -> int:
    """Where to look for the person of a hit: its start, or the "his" inside it where nobody is named before."""
    places = [subject.place for subject in around if subject.kind == "third"]
    if any(subject.place <= hit.start for subject in around):
        return hit.start
    return next((place for place in places if hit.start < place <= hit.end), hit.start)


def _carried(around: tuple[Subject, ...], before: Kind) -> Kind:
    """Whom the next sentence is about where it does not say."""
    named = [subject.kind for subject in around if subject.kind not in ("third",)]
    others = [kind for kind in named if kind != "self"]
    if not others and before == "unsaid" and around and around[0].kind == "third":
        return "third"
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
