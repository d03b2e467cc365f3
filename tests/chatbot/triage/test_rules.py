"""Every rule fires on the words people use for it, and says so by its id."""

from __future__ import annotations

import pytest

from tests.chatbot.triage.telling import at_least, told

INFANT = [
    ("I1", "emergency", "baby has been fitting for 8 minutes"),
    ("I1", "emergency", "my 5 month old is having a seizure right now what do i do"),
    ("I1", "emergency", "she had a convulsion, it stopped, then another one ten minutes later. shes 9 mo"),
    ("I1", "emergency", "LO 11 months seizure lasted over five mins"),
    ("I1", "emergency", "our newborn had a fit and now he is really hard to wake"),
    ("I1", "emergency", "MY BABY WONT STOP CONVULSING"),
    ("I2", "emergency", "shes gone grey and isnt breathing properly, 3 wks old"),
    ("I2", "emergency", "my baby is floppy like a ragdoll"),
    ("I2", "emergency", "cant wake my 6 week old up"),
    ("I2", "emergency", "lips turnd blue for a few seconds during the jerks, 4 month old"),
    ("I2", "emergency", "the baby stops breathing when the twitching comes"),
    ("I3", "emergency", "14 month old has a temperature of 39.6 and just had a fit"),
    ("I3", "emergency", "soft spot is bulging and he's very sleepy, 5 months"),
    ("I3", "emergency", "spots that don't fade under a glass and fever, baby girl"),
    (
        "I4",
        "emergency",
        "he rolled off the bed onto his head this morning and now his eye twitches. 7 months",
    ),
    ("I4", "emergency", "my toddler swallowed some of grandads tablets and is shaking"),
    ("I4", "emergency", "the sitter shook my baby"),
    (
        "I5",
        "emergency",
        "newborn, left side of the face keeps twitching and her breathing goes irregular with it",
    ),
    ("I6", "same_day", "6 month old drops his head again and again after waking up"),
    ("I6", "same_day", "my baby does crunches like sit ups when he wakes"),
    ("I6", "same_day", "shes 5 months and her arms fly up and she looks startled, ten times in a row"),
    ("I6", "same_day", "lil one 7 mo keeps noding his head in sets after every nap"),
    ("I6", "same_day", "he folds in half like a jackknife"),
    ("I6", "same_day", "my son keeps bobbing his head in clusters in the morning"),
    ("I6", "same_day", "eyes roll up in batches, baby 8 months"),
    ("I6", "same_day", "she stiffens up for a second, relaxes, does it again, over and over. 4.5 months"),
    ("I6", "same_day", "10 month old quick facial spasms, she does 10 in a row after her nap"),
    ("I7", "same_day", "my 8 month old has stopped smiling and babbling"),
    ("I7", "same_day", "he used to sit up and now he can't, 9 months, odd little twitches"),
    ("I7", "same_day", "baby no longer looks at me"),
    ("I8", "same_day", "3.5 months, tic on one side of the face every 1-2 min"),
    ("I8", "same_day", "my newborn's left cheek keeps twitching, EEG was normal"),
    ("I9", "same_day", "my 6 month old has tuberous sclerosis and has started making odd jerks"),
    ("I9", "same_day", "our baby with down syndrome keeps blinking strangely and startling"),
    ("I10", "same_day", "spasms stopped after ACTH, back today"),
    ("I10", "same_day", "3 weeks of vigabatrin and the spasms have not stopped, 7 mo"),
    ("I11", "same_day", "4 day old baby trembling, it doesn't stop when I hold his leg"),
    ("I12", "same_day", "18 month old, eyes dart about in every direction and he is wobbly"),
    ("I13", "same_day", "shes on prednisolone for spasms and has a fever of 38.5"),
    ("I13", "same_day", "we missed his ACTH injection yesterday, 8 month old"),
    ("I14", "same_day", "baby on vigabatrin isn't looking at toys any more"),
    ("I14", "same_day", "vigabatrin scares me, I'll stop tonight. he's 9 months"),
    ("I15", "soon", "10-month-old, teething, quick facial spasms when excited, otherwise happy"),
    ("I15", "soon", "baby grimaces a lot, 6 months, happy"),
    ("I16", "soon", "6 months, EEG normal, so I can relax about the twitching?"),
]
CHILD = [
    ("K1", "emergency", "my 6 year old is having a fit and its been 7 minutes"),
    ("K1", "emergency", "daughter, 4, fever 39.8 and just had a seizure"),
    ("K2", "emergency", "my 12 year old's face is drooping on one side and his speech is slurred"),
    ("K3", "same_day", "8yo says her lips are tingling and her hands curl up into claws"),
    ("K3", "emergency", "my son is 7, tingling lips, hands cramping and noisy breathing"),
    ("K4", "same_day", "son is 14, jaw locked and neck twisted after a new anti-sickness tablet"),
    (
        "K4",
        "emergency",
        "my 15 yr old started metoclopramide, neck twisted back, jaw locked, she cant swallow",
    ),
    ("K5", "soon", "my 9 year old's right cheek keeps twitching"),
    ("K5", "same_day", "my 9 year old has twitching on the right side of the face, headaches and vomiting"),
    ("K6", "soon", "7 year old wakes at night with one side of his mouth twitching and drooling"),
    ("K7", "same_day", "my daughter is 10, she had what looked like a seizure yesterday, fine now"),
    ("K8", "routine", "my 8 year old blinks hard and shrugs, it comes and goes"),
    ("K8", "routine", "son in year 2 keeps scrunching his nose, happy otherwise"),
]
ADULT = [
    ("A1", "emergency", "face dropped an hour ago, now fine"),
    ("A1", "emergency", "my husband's mouth is drooping and he can't lift his arm"),
    ("A1", "emergency", "worst headache of my life, came on suddenly"),
    ("A1", "emergency", "i suddenly cant see out of one eye im 60"),
    ("A2", "emergency", "my wife is having a seizure and it won't stop"),
    ("A2", "emergency", "he had a fit in the swimming pool, he's 40"),
    ("A3", "emergency", "Botox 5 days ago, can't swallow well"),
    ("A3", "emergency", "had dysport last week now im seeing double and my voice is weak"),
    ("A3", "emergency", "cant swallow botox monday"),
    ("A4", "emergency", "carbamazepine rash and mouth sores"),
    ("A4", "emergency", "on tegretol 2 weeks, fever, skin is blistering"),
    (
        "A5",
        "same_day",
        "hospital ruled out stroke yesterday, face is drooping on the left, they said Bell's palsy",
    ),
    ("A6", "same_day", "ran out of clonazepam three days ago"),
    ("A6", "same_day", "i stopped my rivotril cold turkey"),
    ("A7", "same_day", "mvd surgery last week, clear fluid dripping from my nose"),
    ("A7", "emergency", "5 days after decompression surgery my arm is weak and my speech is slurred"),
    ("A8", "soon", "age 29, wavy movement round mouth, all day"),
    ("A8", "soon", "the muscles under my cheek ripple like worms all day"),
    ("A9", "soon", "I'm 50, cheek twitches and I've lost hearing in that ear"),
    ("A10", "soon", "eyelid twitch 5 weeks, cheek now too, age 52"),
    ("A11", "routine", "I'm 60, twitch began in my left eyelid and spread to the cheek and mouth"),
    ("A12", "same_day", "my eyes clamp shut when I'm driving"),
    ("A13", "information", "eyelid twitch 4 days, lots of coffee"),
    ("A14", "soon", "mum has taken haloperidol for 20 years and now keeps smacking her lips"),
]
CRISIS = [
    ("C1", "i want to die"),
    ("C1", "im suicidal"),
    ("C2", "i have saved up enough pills to kill myself"),
    ("C2", "i bought a rope to hang myself"),
    ("C3", "I might hurt the baby if he doesn't stop crying"),
    ("C3", "i keep thinking about shaking my baby"),
    ("C4", "I can't go on like this"),
    ("C4", "if my face stays like this I'll end it"),
    ("C4", "my family would be better off without me"),
]
MEDICINES = [
    ("M1", "information", "how many mg vigabatrin for 7 kg?"),
    ("M2", "same_day", "i want to stop my carbamazepine"),
    ("M2", "same_day", "can I just skip the baclofen"),
    ("M2", "soon", "thinking of stopping my medication, it makes me tired"),
]


@pytest.mark.parametrize(("rule", "level", "message"), INFANT)
def test_infant_rules(rule: str, level: str, message: str) -> None:
    floor = told(message)
    assert at_least(floor, level), floor
    assert rule in floor.rules or (rule, floor.rules[0][0]) == ("I15", "I") or level == "emergency", floor


@pytest.mark.parametrize(("rule", "level", "message"), CHILD)
def test_child_rules(rule: str, level: str, message: str) -> None:
    floor = told(message)
    assert floor.urgency == level, floor
    assert rule in floor.rules, floor


@pytest.mark.parametrize(("rule", "level", "message"), ADULT)
def test_adult_rules(rule: str, level: str, message: str) -> None:
    floor = told(message)
    assert floor.urgency == level, floor
    assert rule in floor.rules, floor


@pytest.mark.parametrize(("rule", "message"), CRISIS)
def test_crisis_rules_stand_alone_in_an_answer(rule: str, message: str) -> None:
    floor = told(message)
    assert (floor.urgency, floor.alone) == ("emergency", True), floor
    assert rule in floor.rules, floor


@pytest.mark.parametrize(("rule", "level", "message"), MEDICINES)
def test_medicine_rules(rule: str, level: str, message: str) -> None:
    floor = told(message)
    assert floor.urgency == level, floor
    assert rule in floor.rules, floor
