"""Lists and tables are quoted with what leads into them; what only helps to find one's way is never quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.chunk import QUOTABLE, SentenceKind
from ingest.loading import Location, load
from ingest.reading import read
from ingest.splitting import split

K = SentenceKind
Found = list[tuple[SentenceKind, str]]


def page(folder: Path, name: str, text: str) -> Found:
    """The sentences of the chunks of a page, white space and item marks made plain."""
    path = folder / name
    path.write_text(text, "utf-8")
    document = read(load(Location(str(path), name, path)))
    chunks = split(document, lambda words: len(words.split()), 400)
    every = [sentence for chunk in chunks for sentence in chunk.sentences]
    return [(each.kind, plain(document.text[each.start : each.end])) for each in every]


def plain(words: str) -> str:
    return " / ".join(line.strip().removeprefix("- ") for line in words.splitlines() if line.strip())


def quoted(found: Found) -> list[str]:
    return [words for kind, words in found if kind in QUOTABLE]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        (
            "Call 999 if:\n\n- it is a first seizure\n- it lasts over 5 minutes",
            "Call 999 if: / it is a first seizure / it lasts over 5 minutes",
        ),
        (
            "## Call 999 if:\n\n- it is a first seizure.\n- it lasts over 5 minutes.",
            "Call 999 if: / it is a first seizure. / it lasts over 5 minutes.",
        ),
        (
            "### See a GP if you have:\n\n* Your eyelid has drooped.\n* Your face is numb.",
            "See a GP if you have: / Your eyelid has drooped. / Your face is numb.",
        ),
        (
            "## Call 911\n\n- Baby turns blue.\n- Baby stops breathing.",
            "Call 911 / Baby turns blue. / Baby stops breathing.",
        ),
        (
            "## What to do\n\n1. Lay her on her side.\n2. Time the seizure.\n3. Stay with her.",
            "What to do / Lay her on her side. / Time the seizure. / Stay with her.",
        ),
        (
            "**Signs of a stroke:**\n\n- Face drooping\n- Slurred speech",
            "Signs of a stroke: / Face drooping / Slurred speech",
        ),
        ("Common triggers:\n\n- Stress\n- Caffeine", "Common triggers: / Stress / Caffeine"),
        (
            "Treatments include:\n\n- Tablets\n  - carbamazepine\n  - baclofen\n- Surgery",
            "Treatments include: / Tablets / carbamazepine / baclofen / Surgery",
        ),
        (
            "## Symptoms\n\n- Twitching of the eyelid\n- Clicking in the ear",
            "Symptoms / Twitching of the eyelid / Clicking in the ear",
        ),
        (
            "## What are the symptoms?\n\n- Twitching of the eyelid\n- Clicking in the ear",
            "What are the symptoms? / Twitching of the eyelid / Clicking in the ear",
        ),
        (
            "Tell your doctor if you notice:\n\n- blurred sight\n- A rash. It may spread.\n- fever",
            "Tell your doctor if you notice: / blurred sight / A rash. It may spread. / fever",
        ),
        (
            "Doses in trials:\n\n| Drug | Daily dose | Harm |\n|---|---|---|\n| Vigabatrin | 50 mg/kg | Lost sight |",
            "Doses in trials: / Drug | Daily dose | Harm / Vigabatrin | 50 mg/kg | Lost sight",
        ),
        (
            "|  | Adults | Children |\n|---|---|---|\n| Start | 100 mg | 10 mg/kg |\n| Most | 1200 mg | 35 mg/kg |",
            "Adults | Children / Start | 100 mg | 10 mg/kg / Most | 1200 mg | 35 mg/kg",
        ),
    ],
)
def test_a_short_list_or_table_is_one_quotable_sentence_with_its_lead(
    tmp_path: Path, written: str, whole: str
) -> None:
    found = page(tmp_path, "page.md", f"# Facial spasms\n\nThey are common.\n\n{written}\n")
    assert found[-1] == (K.LIST, whole)


def test_a_list_of_a_web_page_is_led_by_the_heading_over_it(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "page.html",
        "<main><h1>Twitches</h1><p>Twitches are common.</p><div><h3>Non-urgent advice: See a GP if:</h3><div>"
        "<ul><li>a twitch goes on for weeks</li><li><p>you're worried</p></li></ul></div></div></main>",
    )
    assert (K.LIST, "Non-urgent advice: See a GP if: / a twitch goes on for weeks / you're worried") in found


def test_a_table_of_a_web_page_is_quoted_with_its_header(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "page.html",
        "<article><h1>Drugs</h1><p>Drugs are compared.</p><table><tr><th>Drug</th><th>Works within</th></tr>"
        "<tr><td>Botulinum toxin</td><td>3 to 7 days. Sometimes 10.</td></tr></table></article>",
    )
    assert (K.LIST, "Drug | Works within / Botulinum toxin | 3 to 7 days. Sometimes 10.") in found


def test_a_term_and_its_meaning_are_one_sentence(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "page.html",
        "<article><h1>Words</h1><p>Doctors use these words.</p><dl><dt>Hypsarrhythmia</dt><dd>A wild pattern on an EEG."
        "</dd><dt>Ptosis:</dt><dd>drooping of the upper lid</dd><dt>Posts</dt><dd>12</dd></dl></article>",
    )
    assert quoted(found)[1:] == [
        "Hypsarrhythmia: A wild pattern on an EEG.",
        "Ptosis: drooping of the upper lid",
    ]


def test_an_item_that_says_what_its_label_is_stands_for_itself(tmp_path: Path) -> None:
    text = "# Harms\n\nThese are seen.\n\n- **Dry eye**: use drops at night.\n- Ptosis – drooping of the upper lid\n"
    assert quoted(page(tmp_path, "page.md", text)) == [
        "These are seen.",
        "Dry eye: use drops at night.",
        "Ptosis – drooping of the upper lid",
    ]


def test_a_short_item_that_is_a_sentence_is_quoted_whatever_its_verb(tmp_path: Path) -> None:
    items = (
        "Dribbling and trouble with chewing or clear speech can come with Bell's palsy.",
        "Some people with Bell's palsy find that loud sounds hurt.",
        "Carbamazepine makes birth control pills work less well.",
        "An attack lasts from seconds to about two minutes.",
        "Note the time when the movements start and stop.",
    )
    text = "# What it feels like\n\n" + "".join(f"- {item}\n" for item in items)
    assert quoted(page(tmp_path, "page.md", text)) == list(items)


@pytest.mark.parametrize("lead", ["Call 999 if:", "Myths about toxin:", "Do not say:", "When to seek help"])
def test_no_item_is_quoted_without_a_lead_that_turns_what_it_says(tmp_path: Path, lead: str) -> None:
    short = "- Your baby is turning blue.\n- The seizure is still going on.\n"
    assert quoted(page(tmp_path, "page.md", f"# Page\n\n## {lead}\n\n{short}")) == [
        f"{lead} / Your baby is turning blue. / The seizure is still going on."
    ]
    long = "\n".join(f"- Your baby is turning blue and has been so for {n} minutes." for n in range(60))
    assert quoted(page(tmp_path, "page.md", f"# Page\n\nBabies are small.\n\n## {lead}\n\n{long}")) == [
        "Babies are small."
    ]


def test_items_that_are_sentences_under_a_plain_heading_stand_for_themselves(tmp_path: Path) -> None:
    text = "# Page\n\n## Good to know\n\n- Sleep is important for nerves.\n- Coffee can make it worse.\n"
    assert quoted(page(tmp_path, "page.md", text)) == [
        "Sleep is important for nerves.",
        "Coffee can make it worse.",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "## Overview\n\n### Causes of spasm",
        "Introduction\n\n- About us\n- Contact\n- Our Team",
        "## Support\n\n- Epilepsy Foundation\n- Infantile Spasms Action Network",
        "## Useful links\n\n- Charities that help families\n- How to join a trial",
        "More about spasms:\n\n- Spasms in babies\n- Living with a spasm",
        "## Triggers\n\n- Stress\n- Caffeine",
        "Clinic | Forum | Our Doctors\n\nDonate | Shop | Careers",
        "- Author: Ann Roe\n- Reviewer: Sam Poe",
        "- the chin\n- the upper neck",
        "Next: Recovery",
        "| Chin | Neck |\n|---|---|",
    ],
)
def test_what_only_names_things_or_leads_elsewhere_is_never_quoted(tmp_path: Path, written: str) -> None:
    found = page(tmp_path, "page.md", f"# Facial spasms\n\nThey are common.\n\n{written}\n")
    assert quoted(found) == ["They are common."]


def test_a_question_in_a_post_leads_into_no_quote(tmp_path: Path) -> None:
    found = page(
        tmp_path, "page.txt", "My eye twitches.\n\nHas anyone tried these?\n• warm towels\n• more sleep\n"
    )
    assert quoted(found) == ["My eye twitches."]


def test_rows_of_three_cells_are_no_trail_of_links(tmp_path: Path) -> None:
    rows = "| Drug | Dose | Harm |\n|---|---|---|\n| Baclofen | 5 mg | Sleepiness |\n| Clonazepam | 1 mg | Falls |"
    (kind, words), *_ = page(tmp_path, "page.md", f"# Drugs\n\n{rows}\n")
    assert (kind, words.count("|")) == (K.LIST, 6)
