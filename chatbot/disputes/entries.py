"""The known disagreements of the field, as `data/disagreements.toml` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table
from chatbot.disputes.cues import Cue, Text, cue, read, stems_of

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Side:
    """What one side says, in our own words, who says it, and the keys of its published sources."""

    __pydantic_config__ = _STRICT

    text: str
    references: tuple[str, ...]
    who: str | None = None


@dataclass(frozen=True)
class Dispute:
    """One disagreement.

    `question` are the cues by which a question touches it, `says_weaker`, `says_stronger` and `says_also` those by
    which a sentence states a side (`says_also`: the second sentence that the stronger side needs). `weak_ranks` are the
    evidence ranks that state the weaker side, any where empty. `subject` is the cue by which a passage speaks of the
    matter at all; sentences of no other are added. `person` is whom it is about. `repeat` says whether the
    weaker side may be quoted where the answer does not quote it already. `search` finds the stronger side.
    """

    __pydantic_config__ = _STRICT

    id: str
    subject: str
    about: str
    question: tuple[str, ...]
    says_weaker: tuple[str, ...]
    says_stronger: tuple[str, ...]
    stronger: Side
    weaker: Side
    why: str
    fair: str
    action: str
    search: str
    says_also: tuple[str, ...] = ()
    weak_ranks: tuple[int, ...] = (5, 0)
    person: Literal["infant", "adult"] | None = None
    repeat: bool = True

    def note(self, short: bool = False) -> str:
        """Why one side is stronger, what is fair in the other, what to do; without the middle one where `short`."""
        return " ".join([self.why, self.action] if short else [self.why, self.fair, self.action])


@dataclass(frozen=True)
class Cues:
    """The cues of one disagreement, ready to be looked for."""

    question: tuple[Cue, ...]
    weaker: tuple[Cue, ...]
    stronger: tuple[Cue, ...]
    also: tuple[Cue, ...]
    subject: Cue


@dataclass(frozen=True)
class Known:
    """All disagreements, their cues by id, and what tells that a text speaks of a baby, or of one person's story."""

    disputes: tuple[Dispute, ...]
    cues: dict[str, Cues]
    infant: Cue
    story: Cue

    def asked(self, text: str) -> Text:
        """A question as cues read it, small misspellings taken for the words of the cues."""
        return read(text, self._stems)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return stems_of(each for cues in self.cues.values() for each in cues.question)


@cache
def known() -> Known:
    """The disagreements of the data file."""
    data = data_table("disagreements.toml")
    words: dict[str, str] = data["words"]
    disputes = TypeAdapter(tuple[Dispute, ...]).validate_python(data["dispute"])
    cues = {each.id: _cues(each, words) for each in disputes}
    return Known(disputes, cues, cue("{baby}", words), cue("{story}", words))


def _cues(dispute: Dispute, words: dict[str, str]) -> Cues:
    def made(written: tuple[str, ...]) -> tuple[Cue, ...]:
        return tuple(cue(each, words) for each in written)

    return Cues(
        question=made(dispute.question),
        weaker=made(dispute.says_weaker),
        stronger=made(dispute.says_stronger),
        also=made(dispute.says_also),
        subject=cue(dispute.subject, words),
    )
