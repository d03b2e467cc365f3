"""Dates as pages write them, to ISO. A date that could be two days of the year is none."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_YEAR_FIRST = r"(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
_DAY_NAME = rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<m2>{_NAMES}),?[ -](?P<y2>(?:19|20)\d\d)"
_NAME_DAY = rf"(?P<m3>{_NAMES}) (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y3>(?:19|20)\d\d)"
_FIGURES = r"(?P<a4>\d{1,2})[-/.](?P<b4>\d{1,2})[-/.](?P<y4>(?:19|20)\d\d)(?!\d)"
_NAME_YEAR = rf"(?P<m5>{_NAMES}),? (?P<y5>(?:19|20)\d\d)"
_DATE = rf"(?:{_YEAR_FIRST}|{_DAY_NAME}|{_NAME_DAY}|{_FIGURES}|{_NAME_YEAR})"
_ZONE = r"(?: ?(?:Z|[A-Z]{3,4}|[+-]\d\d:?\d\d))?"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?: ?[ap]\.?m\.?)?"
_TIME = rf"(?:T|,? ?(?:at|-|–|@|·|•)? ?)?(?:{_CLOCK}{_ZONE})?"
_FIND = re.compile(rf"(?<![\d/]){_DATE}", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:on |at )?{_WEEKDAY}{_DATE}{_TIME}", re.IGNORECASE)
_UNIT = (
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?"
    r"|mo|mos|mths?|months?|y|yrs?|years?)\.?"
)
_AGO = re.compile(
    rf"(?:about |over |almost |more than )?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten) ?{_UNIT} ago"
    r"|yesterday(?: at [\d:]+ ?(?:[ap]m)?)?|today(?: at [\d:]+ ?(?:[ap]m)?)?|just now|\d+(?:mo|[mhdwy]r?)",
    re.IGNORECASE,
)


def find_date(text: str) -> str | None:
    """The first date in the words as ISO ("2021-11-13", "2021-11" where no day is given), None where there is none."""
    for match in _FIND.finditer(text):
        if iso := _iso({key: value for key, value in match.groupdict().items() if value}):
            return iso
    return None


def is_when(text: str) -> bool:
    """Whether the words are a date, a date and time, or how long ago, and nothing else."""
    return bool(_WHOLE.fullmatch(text.strip())) or is_ago(text)


def is_ago(text: str) -> bool:
    """Whether the words only say how long ago ("3 years ago")."""
    return bool(_AGO.fullmatch(text.strip()))


def _iso(found: dict[str, str]) -> str | None:
    year = int(next(value for key, value in found.items() if key[0] == "y"))
    if "a4" in found:
        first, second = int(found["a4"]), int(found["b4"])
        if first <= 12 and second <= 12 and first != second:
            return None
        return _checked(year, min(first, second) if first > 12 or second > 12 else first, max(first, second))
    month_words = next(value for key, value in found.items() if key[0] == "m")
    month = int(month_words) if month_words.isdigit() else _MONTHS.index(month_words[:3].lower()) + 1
    day = next((value for key, value in found.items() if key[0] == "d"), None)
    return _checked(year, month, int(day)) if day else f"{year}-{month:02}"


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
