"""The report of a run: what became of every input, as a value, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

State = Literal["added", "updated", "unchanged", "failed"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Outcome:
    """What became of one input. `detail` is the title of what was read, or why it failed and what to do."""

    source: str
    state: State
    detail: str
    document_id: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Outcomes in the order of the inputs. `problems` are of the run as a whole, each a sentence with its remedy."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[State, int]:
        found = Counter(outcome.state for outcome in self.outcomes)
        return {state: found[state] for state in STATES}

    @property
    def failed(self) -> bool:
        return bool(self.problems) or self.counts["failed"] > 0

    def to_json(self) -> dict[str, Any]:
        outcomes = [{**asdict(outcome), "notes": list(outcome.notes)} for outcome in self.outcomes]
        counts: dict[str, Any] = {str(state): count for state, count in self.counts.items()}
        return {**counts, "outcomes": outcomes, "problems": list(self.problems)}


def render(report: Report, width: int = 100) -> str:
    """The table: a line an input, its notes below it, and the counts last. Only details of failures are never cut."""
    longest = min(max((len(outcome.source) for outcome in report.outcomes), default=0), 40)
    lines = [line for outcome in report.outcomes for line in _rows(outcome, longest, width)]
    counts = ", ".join(f"{count} {state}" for state, count in report.counts.items() if count)
    return "\n".join([*lines, f"{counts or 'Nothing was read'}.", *report.problems])


def _rows(outcome: Outcome, longest: int, width: int) -> tuple[str, ...]:
    source = _cut(outcome.source, longest)
    room = max(width - longest - 13, 20)
    detail = outcome.detail if outcome.state == "failed" else _cut(outcome.detail, room)
    notes = (f"{'':9}  {note}" for note in outcome.notes)
    return (f"{outcome.state:<9}  {source:<{longest}}  {detail}".rstrip(), *notes)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
