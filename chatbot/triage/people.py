"""Whom a sign belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chatbot.triage.ages import ADULT_MONTHS, INFANT_MONTHS
from chatbot.triage.cues import Hit

Kind = Literal["baby", "youngster", "schoolchild", "adult", "self", "third", "unsaid"]
Person = Literal["infant", "child", "youngster", "adult", "unsaid"]
KINDS: tuple[Kind, ...] = ("baby", "youngster", "schoolchild", "adult", "self", "third")


@dataclass(frozen=True)
class Subject:
    """Somebody named at a place of a sentence."""

    kind: Kind
    place: int


def subjects(marks: Mapping[str, tuple[Hit, ...]]) -> tuple[Subject, ...]:
    """Everybody the sentence speaks of, in order; not those who only say something."""
    silent = {place for hit in marks.get("speaker", ()) for place in hit.places}
    silent |= {
        place for name in ("impersonal", "many") for hit in marks.get(name, ()) for place in hit.places
    }
    found = {
        (hit.start, kind): Subject(kind, hit.start)
        for kind in KINDS
        for hit in marks.get(kind, ())
        if not silent & set(hit.places)
    }
    return tuple(found[key] for key in sorted(found))


def nearest(place: int, around: tuple[Subject, ...], before: Kind) -> Kind:
    """The kind of person whom the words at `place` are about: the last one named before, else the next after."""
    ahead = [subject for subject in around if subject.place <= place]
    named = [subject for subject in ahead if subject.kind != "third"]
    if ahead:
        last = ahead[-1]
        if last.kind != "third":
            return last.kind
        others = [subject.kind for subject in named if subject.kind != "self"]
        meant = others[-1] if others else before
        return meant if meant in ("baby", "youngster", "schoolchild") else "third"
    behind = [subject for subject in around if subject.place > place]
    if before == "unsaid" and behind:
        return behind[0].kind
    return before


@dataclass(frozen=True)
class Ages:
    """The ages stated, in months: of the speaker, of an adult, and of whoever is cared for."""

    own: tuple[float, ...] = ()
    cared_for: tuple[float, ...] = ()


def persons(kind: Kind, known: frozenset[Kind], ages: Ages) -> frozenset[Person]:
    """Who a kind of person is, given everyone and every age in the conversation."""
    if kind == "adult":
        return frozenset({"adult"})
    if kind == "self":
        return frozenset({"adult" if not ages.own or max(ages.own) >= ADULT_MONTHS else "child"})
    if kind in ("baby", "youngster", "schoolchild"):
        return _by_age(ages.cared_for) or frozenset({_assumed(kind)})
    others = _by_age(ages.cared_for) or frozenset(
        _assumed(other) for other in ("baby", "youngster", "schoolchild") if other in known
    )
    if kind == "unsaid":
        return others | {"unsaid"}
    if "adult" in known:
        return others | {"adult"}
    return others or frozenset({"youngster", "unsaid"})


def _assumed(kind: str) -> Person:
    people: dict[str, Person] = {"baby": "infant", "youngster": "youngster", "schoolchild": "child"}
    return people[kind]


def _by_age(months: tuple[float, ...]) -> frozenset[Person]:
    return frozenset(person_of(age) for age in months)


def person_of(months: float) -> Person:
    """Whose rules hold at an age: infants under 24 months, children to 17 years."""
    if months < INFANT_MONTHS:
        return "infant"
    return "child" if months < ADULT_MONTHS else "adult"
