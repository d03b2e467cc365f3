"""Rules that find a claim saying more than its source: each gives why, or None."""

from __future__ import annotations

import re

from chatbot.degrees import comparison, frequency, superlative
from chatbot.rules import Rule
from chatbot.stemming import stem
from chatbot.vocabulary import levels, vocabulary
from chatbot.wording import Reading

_NEW_SHARE = 4
"""One content word in so many may be new to the source."""

_LONG = 9
"""Letters from which a word that the source does not hold is taken for a rare one."""


def pointing(claim: Reading, _source: Reading) -> str | None:
    begins = sorted(vocabulary().data["pointing"]["begins"], key=len, reverse=True)
    found = re.match(rf"\W*({'|'.join(begins)})\b", claim.text, re.IGNORECASE)
    return f"it begins with “{found[1]}” and does not say what that is" if found else None


def term(claim: Reading, source: Reading) -> str | None:
    """A body part, person, drug or test that the source neither names nor implies."""
    known = vocabulary()
    named = source.keys | {known.key(_joined(brought)) for key in source.keys for brought in _implied(key)}
    for word in claim.words:
        if word.content and word.key in known.classes and word.key not in named:
            return f"“{word.text.replace('_', ' ')}” is not in the source"
    return None


def _implied(key: str) -> list[str]:
    implied: dict[str, list[str]] = vocabulary().data["implied"]
    return implied.get(key, [])


def _joined(phrase: str) -> str:
    return phrase.replace(" ", "_")


def rare_word(claim: Reading, source: Reading) -> str | None:
    known = vocabulary()
    new = [word for word in claim.words if word.content and word.key not in source.keys | known.plain]
    new = [word for word in new if not _related(word.key, claim, source)]
    for word in new:
        if word.key in known.opposites or len(word.text) >= _LONG or _is_name(word.text, claim.text):
            return f"“{word.text.replace('_', ' ')}” is not in the source"
    if len(new) > 1 or len(new) * _NEW_SHARE > len(claim.keys):
        listed = ", ".join(f"“{word.text.replace('_', ' ')}”" for word in new)
        return f"the source does not say {listed}"
    return None


def _related(key: str, claim: Reading, source: Reading) -> bool:
    """Whether one denies the opposite of what the other says, or the source has a word that begins the same."""
    opposites = vocabulary().opposites.get(key, frozenset())
    if opposites & source.denied or (key in claim.denied and opposites & source.affirmed):
        return True
    return len(key) > 5 and any(other[:6] == key[:6] for other in source.keys)


def _is_name(word: str, text: str) -> bool:
    """Whether the word stands with a capital elsewhere than at the beginning."""
    return bool(re.search(rf"(?<!^)\b(?:{re.escape(word.title())}|{re.escape(word.upper())})\b", text))


def doubt(claim: Reading, source: Reading) -> str | None:
    cues = {_joined(cue) for cue in vocabulary().data["doubt"]["cues"]}
    said, meant = ({word.text for word in one.words} & cues for one in (claim, source))
    return f"it drops the doubt in “{min(meant).replace('_', ' ')}”" if meant and not said else None


def duty(claim: Reading, source: Reading) -> str | None:
    said, meant = _duty(claim), _duty(source)
    advises = {vocabulary().key(word) for word in vocabulary().data["duty"]["advises"]}
    if said and said > max(meant, 2 if source.keys & advises else 0):
        return "it tells the reader to do what the source does not, or more firmly"
    return None


def _duty(sentence: Reading) -> int:
    """How firmly the reader is told: 0 not at all, 3 "must". What is forbidden is told by its denial."""
    firmness = levels("duty")
    found = [0]
    for at, word in enumerate(sentence.words):
        forbids = {following.text for following in sentence.words[at + 1 : at + 2]} & {"not", "never"}
        if word.text in firmness and not word.denial and not forbids:
            found.append(firmness[word.text] + 1)
    return max(found)


def action(claim: Reading, source: Reading) -> str | None:
    known = vocabulary()
    meant = {known.actions[key] for key in source.keys if key in known.actions}
    for word in claim.words:
        done = known.actions.get(word.key) if word.content else None
        denied_opposite = known.opposites.get(word.key, frozenset()) & source.denied
        if done and done not in meant and not denied_opposite:
            return f"the source does not say “{word.text.replace('_', ' ')}”"
    return None


def limiting(claim: Reading, source: Reading) -> str | None:
    narrow = set(vocabulary().data["limiting"]["narrow"])
    said = {word.text.replace("_", " ") for word in claim.words} & narrow
    meant = {word.text.replace("_", " ") for word in source.words} & narrow
    if said - meant:
        return f"the source does not say “{sorted(said - meant)[0]}”"
    for at, word in enumerate(source.words):
        scope = {*source.after(at, 3), *source.before(at, 1)}
        if word.text.replace("_", " ") in meant - said and scope & claim.keys:
            return f"it drops “{word.text.replace('_', ' ')}”"
    return None


def condition(claim: Reading, source: Reading) -> str | None:
    """A condition ("if it lasts") of which the claim keeps nothing though it keeps what hangs on it."""
    known = vocabulary()
    begins = {word.replace(" ", "_") for word in known.data["limiting"]["conditions"]}
    for at, word in enumerate(source.words):
        if word.text not in begins:
            continue
        inside = _clause_after(source, at)
        if inside and not inside & claim.keys and not any(word.text in begins for word in claim.words):
            return f"it drops the condition that begins with “{word.text.replace('_', ' ')}”"
    return None


def _clause_after(source: Reading, at: int) -> frozenset[str]:
    inside = []
    for word in source.words[at + 1 :]:
        if word.text in {",", ";", ".", ":"}:
            break
        inside.append(word)
    return frozenset(word.key for word in inside if word.content and word.key != stem("you"))


EXCESSES: tuple[Rule, ...] = (
    pointing,
    frequency,
    doubt,
    superlative,
    comparison,
    duty,
    limiting,
    condition,
    term,
    action,
    rare_word,
)
