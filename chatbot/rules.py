"""The rules a claim must pass against one source sentence: each gives why the claim fails, or None.

`CONTRADICTIONS` find that the source says otherwise, `EXCESSES` that it does not say as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chatbot.ordering import order
from chatbot.vocabulary import vocabulary
from chatbot.wording import Quantity, Reading

Rule = Callable[[Reading, Reading], str | None]

_NEAR = 4
"""Content words either side within which a number, a side or a body part belongs to what is said."""


def number(claim: Reading, source: Reading) -> str | None:
    for quantity in claim.quantities:
        same = [other for other in source.quantities if _equal(quantity, other)]
        if not same:
            return f"the number “{_shown(claim, quantity)}” is not in the source"
        if quantity.bound not in {other.bound for other in same} and (quantity.bound or same[0].bound):
            return f"the bound of “{_shown(claim, quantity)}” is not the source’s"
        if _belongs_elsewhere(claim, source, quantity, same):
            return f"“{_shown(claim, quantity)}” is said of something else in the source"
    return None


def number_differs(one: Reading, other: Reading) -> str | None:
    """Both give one number of a unit for the same words, and the numbers differ."""
    for quantity in one.quantities:
        rivals = [rival for rival in other.quantities if rival.unit == quantity.unit and quantity.unit]
        if any(_equal(mine, rival) for mine in one.quantities for rival in rivals):
            continue
        for rival_ in rivals:
            if len(one.near(quantity.at, _NEAR) & other.near(rival_.at, _NEAR)) >= 2:
                return f"one says “{_shown(one, quantity)}”, the other “{_shown(other, rival_)}”"
    return None


def _equal(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and (one.unit == other.unit or not one.unit)


def _shown(claim: Reading, quantity: Quantity) -> str:
    return f"{claim.words[quantity.at].text} {quantity.unit}".strip()


def _belongs_elsewhere(claim: Reading, source: Reading, quantity: Quantity, same: list[Quantity]) -> bool:
    if _owner_differs(claim, source, quantity, same):
        return True
    rivals = [other for other in source.quantities if other.unit and not _equal(quantity, other)]
    follows = claim.before(quantity.at, 1)
    if follows in {source.before(other.at, 1) for other in rivals} - {
        source.before(one.at, 1) for one in same
    }:
        return True
    here = claim.near(quantity.at, _NEAR)
    return _fits_better(here, source, [one.at for one in rivals], [one.at for one in same])


def _owner_differs(claim: Reading, source: Reading, quantity: Quantity, same: list[Quantity]) -> bool:
    """Whether the number stands by another drug, person or part than in a source that names several."""
    classes = vocabulary().classes
    for name in ("treatment", "who", "condition", "test", "body"):
        named = {key for key in source.keys if classes.get(key) == name}
        owner = _nearest(claim, quantity.at, name)
        owners = {_nearest(source, one.at, name) for one in same}
        if len(named) > 1 and owner in named and owner not in owners and None not in owners:
            return True
    return False


def _nearest(sentence: Reading, at: int, name: str) -> str | None:
    """The nearest term of a class, one before the place rather than one after it."""
    classes = vocabulary().classes
    terms = [
        (at - place if place < at else place - at + _NEAR, word.key)
        for place, word in enumerate(sentence.words)
        if word.content and classes.get(word.key) == name
    ]
    return min(terms)[1] if terms else None


def _fits_better(here: frozenset[str], source: Reading, rivals: Iterable[int], own: Iterable[int]) -> bool:
    """Whether what stands about a term in the claim stands about a rival of it in the source."""
    own_clauses = {source.words[at].clause for at in own}
    best = max((len(here & source.near(at, _NEAR)) for at in own), default=0)
    for at in rivals:
        margin = 2 if source.words[at].clause in own_clauses else 1
        if len(here & source.near(at, _NEAR)) >= best + margin:
            return True
    return False


def denial(claim: Reading, source: Reading) -> str | None:
    explained = any(_opposite(head) & source.affirmed for head in _heads(claim))
    if claim.denials > source.denials and not explained:
        return "it denies something that the source does not"
    for head in _heads(claim):
        if head in source.denied or any(other in source.affirmed for other in _opposite(head)):
            continue
        if head in source.affirmed:
            return f"it denies “{_word(claim, head)}”, which the source affirms"
        return f"it denies “{_word(claim, head)}”, which the source does not"
    for head, scope in _scopes(source):
        if head in claim.affirmed and head not in source.affirmed and not _affirms_opposite(claim, head):
            return f"it affirms “{_word(source, head)}”, which the source denies"
        if scope & claim.keys - claim.denied - source.affirmed and head not in claim.denied:
            return f"it leaves out that the source denies “{_word(source, head)}”"
    return None


def _scopes(sentence: Reading) -> list[tuple[str, frozenset[str]]]:
    """For each denial, the first content word it reaches that carries weight, and all it reaches."""
    known = vocabulary()
    light = {known.key(word) for word in known.data["negation"]["light"]}
    found = []
    for count in sorted({word.denial for word in sentence.words if word.denial}):
        reached = [word.key for word in sentence.words if word.denial == count and word.content]
        heavy = [key for key in reached if key not in light] or reached
        if heavy:
            found.append((heavy[0], frozenset(heavy)))
    return found


def _heads(sentence: Reading) -> list[str]:
    return [head for head, _ in _scopes(sentence)]


def _opposite(key: str) -> frozenset[str]:
    return vocabulary().opposites.get(key, frozenset())


def _affirms_opposite(claim: Reading, head: str) -> bool:
    return bool(_opposite(head) & claim.affirmed)


def _word(sentence: Reading, key: str) -> str:
    return next((word.text.replace("_", " ") for word in sentence.words if word.key == key), key)


def denial_differs(one: Reading, other: Reading) -> str | None:
    """One denies what the other affirms, of the same head word."""
    for said, meant in ((one, other), (other, one)):
        for head in _heads(said):
            if not said.hedges(head) and head in meant.affirmed and head not in meant.denied | said.affirmed:
                return f"one denies “{_word(said, head)}”, the other affirms it"
    return None


def opposite(claim: Reading, source: Reading) -> str | None:
    for key in claim.keys - source.keys:
        for other in (_opposite(key) & source.keys) - claim.keys:
            if (key in claim.denied) == (other in source.denied):
                return f"it says “{_word(claim, key)}” where the source says “{_word(source, other)}”"
    return None


def repeated(claim: Reading, source: Reading) -> str | None:
    """A term said more often than in the source, in the place of its opposite or of another of its class."""
    classes = vocabulary().classes
    for key in claim.keys & source.keys:
        missing = source.keys - claim.keys
        displaced = _opposite(key) & missing or {
            one for one in missing if _is_rival(classes.get(key, "-"), key, one)
        }
        if displaced and claim.count(key) > source.count(key):
            return f"it says “{_word(claim, key)}” where the source says “{_word(source, min(displaced))}”"
    return None


def rival(claim: Reading, source: Reading) -> str | None:
    """A term said of what the source says of another of its class: one side, body part, drug for the other."""
    known = vocabulary()
    for place, word in enumerate(claim.words):
        name = known.classes.get(word.key)
        if not name or not word.content or word.key not in source.keys:
            continue
        own = [at for at, other in enumerate(source.words) if other.key == word.key]
        rivals = [at for at, other in enumerate(source.words) if _is_rival(name, word.key, other.key)]
        here = frozenset(key for key in claim.near(place, _NEAR) if known.classes.get(key) != name)
        if _fits_better(here, source, rivals, own):
            return f"it says of “{_word(claim, word.key)}” what the source says of something else"
    return None


def _is_rival(name: str, key: str, other: str) -> bool:
    return other != key and vocabulary().classes.get(other) == name


CONTRADICTIONS: tuple[Rule, ...] = (denial, opposite, order, number, repeated, rival)
