"""The steps and times the packs know: written down first, then held against the packs."""

from __future__ import annotations

import re
from datetime import date

import pytest

from callmate.model.advice.ladders import clocks, falls_due, ladder
from tests.packs.support import ADVICE

STEPS = {
    ("telecom", "US"): "rep call-back team-lead supervisor retention written-complaint executive "
    "fcc cable-lfa state-puc state-ag bbb small-claims card-dispute",
    ("phone", "US"): "rep call-back team-lead supervisor retention written-complaint executive "
    "fcc state-puc state-ag bbb small-claims card-dispute",
    ("bank", "US"): "rep supervisor written-complaint executive cfpb occ state-ag small-claims "
    "lawyer card-dispute",
    ("insurance", "US"): "rep supervisor written-complaint state-insurance executive small-claims "
    "lawyer",
    ("health-insurance", "US"): "rep supervisor health-appeal state-insurance no-surprises lawyer",
    ("airline", "US"): "rep supervisor written-complaint dot-air executive small-claims "
    "card-dispute",
    ("utility", "US"): "rep supervisor written-complaint state-puc state-ag small-claims",
    ("auto", "US"): "rep supervisor written-complaint bbb-auto-line state-ag nhtsa small-claims "
    "lawyer",
    ("retail-online", "US"): "rep supervisor written-complaint executive bbb state-ag ftc "
    "small-claims card-dispute",
    ("delivery", "US"): "rep usps supervisor written-complaint bbb state-ag small-claims",
    ("tax office", "US"): "rep call-back team-lead supervisor written-complaint",
    ("public body", "DE"): "rep call-back team-lead supervisor written-complaint",
    ("gym", "US"): "rep call-back team-lead supervisor written-complaint executive bbb "
    "state-ag ftc small-claims lawyer card-dispute",
    ("telecom", "UK"): "rep supervisor written-complaint uk-telecom-adr",
    ("phone", "GB"): "rep supervisor written-complaint uk-telecom-adr",
    ("bank", "GB"): "rep supervisor written-complaint uk-fos",
    ("insurance", "GB"): "rep supervisor written-complaint uk-fos",
    ("utility", "GB"): "rep supervisor written-complaint uk-energy",
    ("airline", "IE"): "rep supervisor written-complaint outside-body eu-ecc",
    ("telecom", "CA"): "rep supervisor written-complaint ca-ccts",
    ("airline", "CA"): "rep written-complaint ca-cta",
    ("telecom", "AU"): "rep supervisor written-complaint au-tio",
    ("bank", "AU"): "rep supervisor written-complaint au-afca",
    ("airline", "AU"): "rep call-back team-lead supervisor written-complaint executive "
    "outside-body small-claims",
    ("", ""): "rep call-back team-lead supervisor written-complaint executive outside-body "
    "small-claims",
}


@pytest.mark.parametrize(("sector", "country"), STEPS)
def test_the_ladder(sector: str, country: str) -> None:
    steps = ladder(ADVICE, sector, country)
    assert [step.id for step in steps] == STEPS[sector, country].split()
    assert [step.id for step in steps if step.parallel] == [
        step.id for step in steps if step.id == "card-dispute"
    ]


@pytest.mark.parametrize(
    ("sector", "about", "step", "there"),
    [
        ("delivery", "UPS lost parcel", "usps", False),
        ("delivery", "FedEx tracking number", "usps", False),
        ("delivery", "USPS lost parcel", "usps", True),
        ("delivery", "insured mail, post office", "usps", True),
        ("airline", "flight cancelled", "card-dispute", False),
        ("airline", "flight cancelled, paid by card", "card-dispute", True),
        ("retail-online", "wrong charge on my credit card", "card-dispute", True),
        ("telecom", "internet is slow", "card-dispute", False),
    ],
)
def test_a_step_for_some_matters_alone_is_left_out_of_others(
    sector: str, about: str, step: str, there: bool
) -> None:
    assert (step in [one.id for one in ladder(ADVICE, sector, "US", about)]) is there
    assert step in [one.id for one in ladder(ADVICE, sector, "US")]


@pytest.mark.parametrize("country", ["DE", "AT", "GB", "CA", "AU", "JP"])
@pytest.mark.parametrize("sector", ["general", "airline", "utility", "telecom", "bank"])
def test_no_step_elsewhere_rests_on_a_source_for_the_united_states(
    sector: str, country: str
) -> None:
    for step in ladder(ADVICE, sector, country):
        assert not re.search(r"FTC|US Dept|Indiana|FCC|U\.S\.C\.", step.source), step.source
        assert step.source or step.unverified
    at_home = {step.id: step.source for step in ladder(ADVICE, "general", "US")}
    assert at_home["written-complaint"].startswith("FTC")


def test_the_centre_of_the_union_is_for_companies_in_another_country_of_it() -> None:
    centre = next(step for step in ladder(ADVICE, "general", "DE") if step.id == "eu-ecc")
    assert centre.do.startswith("Only if the company is in another EU country:")


TIMES = {
    "fcba-notice": (60, 0), "fcba-ack": (30, 0), "fcba-resolve": (90, 0), "card-claims": (0, 0),
    "efta-notice": (60, 0), "efta-confirm": (0, 10), "efta-resolve": (45, 10),
    "efta-lost-card": (0, 2), "credit-card-unauthorized": (0, 0), "respa-noe": (0, 30),
    "fcra-dispute": (30, 0), "fdcpa-dispute": (30, 0), "mail-order": (30, 0),
}  # fmt: skip


def test_the_times_that_the_law_sets() -> None:
    assert {one.id: (one.days, one.business_days) for one in ADVICE.clocks.values()} == TIMES
    written = {one.id for one in ADVICE.clocks.values() if one.written}
    assert written == {"fcba-notice", "efta-confirm", "respa-noe", "fdcpa-dispute"}
    notice = ADVICE.clocks["fcba-notice"]
    assert falls_due(notice, date(2026, 11, 22)) == date(2027, 1, 21)
    spoken_of = clocks(ADVICE, "bank", "US", "an error on my debit card")
    assert [one.id for one in spoken_of] == ["efta-notice", "efta-confirm", "efta-resolve"]


def test_the_waits_and_answers_of_the_bodies() -> None:
    waits = {one.id: one.wait_days for one in ADVICE.bodies.values() if one.wait_days}
    assert waits == {"uk-telecom-adr": 42, "uk-fos": 56, "uk-energy": 56, "ca-cta": 30,
                     "au-afca": 30}  # fmt: skip
    answers = {one.id: one.company_days for one in ADVICE.bodies.values() if one.company_days}
    assert answers == {"fcc": 30, "cfpb": 15, "dot-air": 60, "bbb": 14, "ca-ccts": 20, "ca-cta": 14}
    telecom = ladder(ADVICE, "telecom", "GB")[-1]
    assert telecom.opens(date(2026, 4, 7)) == date(2026, 6, 2)
    assert telecom.opens(date(2026, 4, 8)) == date(2026, 5, 20)
