"""What triage says is easy to read, names its sources, and gives the numbers of the place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import textstat  # type: ignore[import-untyped]

from chatbot.answer import Urgency
from chatbot.triage import data
from chatbot.triage.data import table
from chatbot.triage.locales import action_of, lines_of, locale
from chatbot.triage.rules import rules
from tests.chatbot.triage.telling import told

SPECIFIED = {
    "I1": {"utmb_seizure", "nhs_seizure"},
    "I2": {"utmb_seizure"},
    "I3": {"utmb_seizure", "ninds_fs", "adc_teething"},
    "I4": {"convention"},
    "I5": {"specchio2012"},
    "I6": {"cnf_stop", "isan_providers", "bmjbp_is", "ninds_is", "ef_assist", "iswg_pnb"},
    "I7": {"ilae_iess"},
    "I8": {"specchio2012", "flueler1990"},
    "I9": {"epistop2021", "isan_aware", "bmjbp_is", "ninds_is"},
    "I10": {"hayashi2016", "iswg_pnb"},
    "I11": {"ef_imitators"},
    "I12": {"ninds_oms"},
    "I13": {"acthar_site", "acthar_pis", "dup15q"},
    "I14": {"vgb_patient", "vabam_ucla"},
    "I15": {"ef_imitators", "pne2021", "nepe22"},
    "I16": {"caraballo2009"},
    "K1": {"utmb_seizure", "ninds_fs"},
    "K2": {"mayo_fast", "inova_fast"},
    "K3": {"fpn_tetany"},
    "K4": {"ninds_td"},
    "K5": {"masruha2011", "mcdowell2016"},
    "K6": {"schn_selects", "ilae_selects", "nice_ng217_1"},
    "K7": {"utmb_seizure", "nice_ng217_1"},
    "K8": {"aan_tics", "aan_tics_clin"},
    "A1": {"mayo_fast", "inova_fast"},
    "A2": {"utmb_seizure"},
    "A3": {"blackboxrx_bont"},
    "A4": {"cbz_ncbi"},
    "A5": {"bells_aaohns"},
    "A6": {"fda_benzo"},
    "A7": {"mvd_sr_2012"},
    "A8": {"london2017", "neuroimg2021", "medscape_hfs"},
    "A9": {"fpuk_vs"},
    "A10": {"nhs_twitch"},
    "A11": {"ninds_hfs", "spread_mdc"},
    "A12": {"ninds_beb"},
    "A13": {"nhs_twitch"},
    "A14": {"ninds_td"},
}
"""safety.md, sections 2a to 2c: each rule with the sources its row names."""
EMERGENCIES = {rule.action for rule in rules() if rule.level == "emergency"} | {
    each.action for rule in rules() for each in rule.raised if each.level == "emergency"
}


def texts() -> Iterator[tuple[str, str]]:
    """Every action with all that it says, the numbers of the neutral place filled in."""
    place = locale("neutral")
    for name in table("actions.toml")["action"]:
        level: Urgency = "emergency" if name in EMERGENCIES else "same_day"
        said = " ".join((action_of(level, name, place) or "", *lines_of(name, place)))
        yield name, re.sub(r'[:"]', "", said)


@pytest.mark.parametrize(("name", "said"), [pytest.param(*each, id=each[0]) for each in texts()])
def test_every_action_reads_at_grade_eight_or_lower_and_an_emergency_at_five(name: str, said: str) -> None:
    ceiling = 5 if name in EMERGENCIES else 8
    assert textstat.flesch_kincaid_grade(said) <= ceiling, said


def test_cautions_and_first_lines_read_at_grade_eight_or_lower() -> None:
    actions = table("actions.toml")
    said = [*actions["first"].values(), *actions["asks"].values(), *actions["caution"].values()]
    said += [each["caution"] for each in actions["action"].values() if "caution" in each]
    for text in said:
        assert textstat.flesch_kincaid_grade(text.format(emergency="911", crisis="", poison="")) <= 8, text


@pytest.mark.parametrize(("rule", "sources"), list(SPECIFIED.items()))
def test_every_rule_of_the_specification_is_there_with_its_sources(rule: str, sources: set[str]) -> None:
    found = {source for each in rules() if each.id == rule for source in each.sources}
    assert sources <= found


@pytest.mark.parametrize(
    ("place", "number", "crisis"),
    [
        ("us", "911", "988"),
        ("uk", "999", "116 123"),
        ("eu", "112", "crisis line where you live"),
        ("neutral", "your emergency number", "crisis line where you live"),
    ],
)
def test_each_place_has_its_numbers(place: str, number: str, crisis: str) -> None:
    emergency = told("my baby has been fitting for 8 minutes", place=place)
    assert emergency.action == f"Call {number} now."
    despair = told("I want to die", place=place)
    assert number in (despair.action or "")
    assert any(crisis in line for line in despair.lines)
    assert number in (told("What should I do in a seizure?", place=place).caution or "")


def test_no_place_leaves_a_gap_unfilled() -> None:
    for name in table("locales.toml"):
        place = locale(name)
        for action in table("actions.toml")["action"]:
            said = (action_of("emergency", action, place) or "", *lines_of(action, place))
            assert not any("{" in line for line in said), (name, action)


def test_the_version_covers_every_file_a_floor_depends_on() -> None:
    named = {*data.RULE_FILES, *data.SIGN_FILES, *data.OTHER_FILES}
    assert named == {each.name for each in data.folder().iterdir() if each.name.endswith(".toml")}
