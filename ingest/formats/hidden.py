"""Whether an HTML element shows nothing to a person: by its tag, its attributes or its style."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
    }
    | {"select", "datalist", "textarea", "map", "dialog", "link", "meta", "math"}
)
_UNNOTED = frozenset({"script", "style", "noscript", "head", "svg", "link", "meta", "iframe", "canvas"})
_ZERO = re.compile(r"^[+-]?0*\.?0*(?:px|pt|em|rem|%|vh|vw)?$")
_TINY = re.compile(r"^(?:0*\.\d+|[01](?:\.\d+)?)(?:px|pt)$|^0*\.0\d*r?em$|^[0-4](?:\.\d+)?%$")
_FAR = re.compile(r"^-\s*\d{3,}(?:\.\d+)?(?:px|em|rem|pt|vw|%)?$|^-\s*\d{2,}(?:em|rem|vw)$")
_CLEAR = re.compile(r"transparent|(?:rgba|hsla)\([^)]*,\s*0*\.?0*%?\s*\)|#[0-9a-f]{3}0$|#[0-9a-f]{6}00$")
_PLACES = ("left", "top", "right", "bottom", "text-indent", "margin-left")
_COLOURS = {"white": "#ffffff", "black": "#000000"}


def is_noted(tag: str) -> bool:
    """Scripts and the like are on every page; only what hides words is worth telling."""
    return tag not in _UNNOTED


def hidden_why(tag: str, attributes: Mapping[str, str]) -> str | None:
    """Why a person does not see the element, or None where they do."""
    if tag in _SILENT:
        return f"a {tag} element"
    if "hidden" in attributes and attributes["hidden"].lower() != "false":
        return "an element marked hidden"
    if attributes.get("aria-hidden", "").lower() == "true":
        return "an element marked aria-hidden"
    if tag == "input":
        return "an input element"
    return _style_why(attributes.get("style", ""), attributes)


def declarations(style: str) -> dict[str, str]:
    """CSS declarations, the last of a name winning, without `!important` and comments."""
    plain = re.sub(r"/\*.*?\*/|\\", "", style.lower(), flags=re.DOTALL)
    pairs = (piece.partition(":") for piece in plain.split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}


def _style_why(style: str, attributes: Mapping[str, str]) -> str | None:
    if not style:
        return None
    said = declarations(style)
    if said.get("display") == "none" or said.get("visibility") in {"hidden", "collapse"}:
        return "an element not displayed"
    if said.get("content-visibility") == "hidden":
        return "an element not displayed"
    if _is_zero(said.get("opacity")) or "opacity(0" in said.get("filter", "").replace(" ", ""):
        return "transparent text"
    if _is_tiny(said.get("font-size")) or said.get("font", "").startswith(("0 ", "0px")):
        return "text of no size"
    if _is_unseen_colour(said, attributes):
        return "text in the colour of its background"
    return "text moved out of sight" if _is_out_of_sight(said) else None


def _is_zero(value: str | None) -> bool:
    return bool(value and _ZERO.match(value))


def _is_tiny(value: str | None) -> bool:
    return bool(value and (_ZERO.match(value) or _TINY.match(value)))


def _is_unseen_colour(said: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    colour = said.get("color") or said.get("-webkit-text-fill-color")
    if not colour:
        return False
    behind = said.get("background-color") or said.get("background") or attributes.get("bgcolor", "").lower()
    behind = behind or "white"
    return bool(_CLEAR.search(colour)) or _hex(colour) == _hex(behind)


def _hex(colour: str) -> str:
    plain = _COLOURS.get(colour, colour).replace(" ", "")
    plain = re.sub(r"^rgb\(255,255,255\)$", "#ffffff", plain)
    return re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", plain)


def _is_out_of_sight(said: Mapping[str, str]) -> bool:
    moved = any(_FAR.match(said.get(name, "")) for name in _PLACES)
    clip = re.fullmatch(r"rect\((?:[01](?:px)?[ ,]*){4}\)", said.get("clip", ""))
    clipped = clip or "inset(50%" in said.get("clip-path", "")
    small = any(_is_tiny(said.get(name)) for name in ("height", "width", "max-height", "max-width"))
    shrunk = "scale(0)" in said.get("transform", "").replace(" ", "") or "translate(-999" in said.get(
        "transform", ""
    )
    return bool(moved or clipped or shrunk or (small and said.get("overflow") in {"hidden", "clip"}))
