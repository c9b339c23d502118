"""What the packs know: written down from the sources first, then held against the packs."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from callmate.model.advice.channels import channel_for, channel_lines, guess_sector
from callmate.model.advice.ladders import ladder, step_lines
from callmate.model.advice.recording import places_in, recording_line
from callmate.model.advice.values import CHANNELS, CONFIDENCES, RULES
from tests.packs.support import ADVICE

PLACES = {place.code: place for place in ADVICE.places}
RULE_LISTS = (
    ADVICE.channels, ADVICE.places, ADVICE.rungs.values(), ADVICE.bodies.values(),
    ADVICE.sectors, ADVICE.clocks.values(),
)  # fmt: skip
FILES = ("channels.toml", "ladders.toml", "recording.toml")
TEXT = {
    name: resources.files("callmate.packs").joinpath(name).read_text(encoding="utf-8")
    for name in FILES
}

ALL_PARTY = "US US-CA US-CT US-DE US-FL US-IL US-MD US-MA US-MI US-MT US-NV US-NH US-PA US-WA"
DISPUTED = "US US-CT US-DE US-IL US-MI US-MT US-NV US-OR US-VT IN"
STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)


def test_every_state_and_country_of_the_list_is_there() -> None:
    assert set(PLACES) == {
        "US", "CA", "GB", "DE", "AU", "IN", *(f"US-{state}" for state in STATES.split())
    }  # fmt: skip


def test_where_everyone_must_be_asked() -> None:
    asked = {place.code for place in ADVICE.places if place.treat_as == "all-party"}
    assert asked == {*ALL_PARTY.split(), "DE", "AU", "IN"}
    assert {place.code for place in ADVICE.places if place.disputed} == set(DISPUTED.split())


@pytest.mark.parametrize("code", sorted(PLACES))
def test_a_place_is_found_by_its_name_and_is_safe(code: str) -> None:
    place = PLACES[code]
    assert places_in(ADVICE, place.name) == (place,)
    answer = recording_line(ADVICE, place.name, place.name)
    assert answer.ask is (place.treat_as == "all-party" or bool(place.disputed))
    assert recording_line(ADVICE, place.name).ask
    assert place.cite in answer.source
    assert re.search(r", (read )?\d{4}(-\d\d)*$", answer.source), "no date"
    assert place.note and place.checked and place.sources
    assert answer.line.isprintable() and len(answer.line) <= 120


@pytest.mark.parametrize(
    ("kind", "country", "wanted"),
    [
        ("price quote", "", "price-quote"),
        ("add a feature", "", "price-quote"),
        ("remove a feature", "", "price-quote"),
        ("bill explanation", "", "price-quote"),
        ("repair", "", "repair"),
        ("credit", "", "credit-request"),
        ("refund", "", "credit-request"),
        ("outage", "", "outage"),
        ("I smell gas", "", "gas-smell"),
        ("lost my credit card", "US", "lost-credit-card"),
        ("charged twice on my credit card", "US", "card-billing-error"),
        ("charged twice on my credit card", "GB", "anything-else"),
        ("wrong entry in my credit report", "US", "credit-report"),
        ("mortgage", "US", "mortgage-error"),
        ("debt collector", "US", "debt-collector"),
        ("cancel", "", "price-negotiation"),
        ("supervisor", "", "supervisor"),
        ("health claim denied", "US", "health-denial"),
        ("something else altogether", "", "anything-else"),
    ],
)
def test_the_channel_for_a_matter(kind: str, country: str, wanted: str) -> None:
    channel = channel_for(ADVICE, kind, country)
    assert channel is not None
    assert channel.id == wanted


def test_where_only_writing_preserves_a_right() -> None:
    kept = {channel.id: channel.channel for channel in ADVICE.channels if channel.preserves_right}
    assert kept == {
        "card-billing-error": "write",
        "card-quality-dispute": "call-then-write",
        "bank-transfer-error": "call-then-write",
        "lost-debit-card": "call",
        "lost-credit-card": "call",
        "mortgage-error": "write",
        "debt-collector": "write",
        "credit-report": "write",
        "airline-complaint": "write",
        "health-denial": "write",
    }
    lengths = {one.id: (one.days, one.business_days) for one in ADVICE.channels if one.starts}
    assert lengths == {
        "card-billing-error": (60, 0),
        "bank-transfer-error": (60, 0),
        "lost-debit-card": (0, 2),
        "debt-collector": (30, 0),
        "health-denial": (180, 0),
    }


def test_what_is_disputed_or_unsure_says_so() -> None:
    assert {one.id for one in ADVICE.bodies.values() if one.disputed} == {
        "fcc", "dot-air", "state-insurance", "bbb", "usps", "ca-ccts"
    }  # fmt: skip
    assert {one.id for one in ADVICE.bodies.values() if one.unverified} == {
        "cable-lfa", "health-appeal"
    }  # fmt: skip
    low = {one.id for one in ADVICE.bodies.values() if one.confidence == "low"}
    assert low == {"state-insurance", "usps"}
    assert ADVICE.rungs["retention"].confidence == "low"
    fcc = next(step for step in ladder(ADVICE, "telecom", "US") if step.id == "fcc")
    assert any(line.startswith("Disputed: ") for line in step_lines(fcc))
    assert step_lines(fcc)[-1].startswith("Source: FCC: How the FCC Handles Your Complaint (")


def test_every_rule_names_a_source_and_every_source_is_used() -> None:
    used = {source for rules in RULE_LISTS for rule in rules for source in rule.sources}
    assert used == set(ADVICE.sources)
    own = [rule for rules in RULE_LISTS if rules is not ADVICE.sectors for rule in rules]
    assert all(rule.sources for rule in own)
    for source in ADVICE.sources.values():
        assert source.read == "2026-11-21"
        assert source.address.startswith(("https://", "http://")) or not source.address
    for body in ADVICE.bodies.values():
        assert body.confidence in CONFIDENCES


def test_steps_and_bodies_share_no_id() -> None:
    assert not ADVICE.rungs.keys() & ADVICE.bodies.keys()


def test_the_lines_can_be_shown_as_they_are() -> None:
    for channel in ADVICE.channels:
        lines = channel_lines(ADVICE, channel)
        assert all(line.isprintable() and len(line) <= 240 for line in lines)
        assert len(channel.why) <= 140, channel.why
        assert channel.why.endswith(".")
    for sector in ADVICE.sectors:
        for step in ladder(ADVICE, sector.sectors[0], sector.country):
            assert all(line.isprintable() for line in step_lines(step))
            assert len(step.do) <= 240, step.do


def test_what_is_known_to_be_stale_is_not_there() -> None:
    rules = "\n".join(str(rule) for rules in RULE_LISTS for rule in rules)
    for stale in ("445 12th", "1-800-424-9393", "326-3650", "ec.europa.eu/consumers/odr"):
        assert stale not in rules
    assert not re.search(r"find_string|find_file|seed|\.txt\b", "".join(TEXT.values()))


def test_no_file_holds_a_rule_twice() -> None:
    seen: list[tuple[str, str]] = []
    for text in TEXT.values():
        for table, rules in tomllib.loads(text).items():
            if isinstance(rules, list):
                seen += [(table, rule["id"]) for rule in rules]
            elif isinstance(rules, dict):
                seen += [(table, name) for name in rules]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Comcast home internet and cable", "telecom"),
        ("phone company, mobile plan", "phone"),
        ("BT phone and broadband", "telecom"),
        ("UPS shipper, lost parcel", "delivery"),
        ("gas company home gas", "utility"),
        ("electric company home electricity", "utility"),
        ("Qantas airline booking", "airline"),
        ("Continental passenger, missing bag", "airline"),
        ("credit card late fee", "bank"),
        ("health insurance claim", "health-insurance"),
        ("car insurance premium", "insurance"),
        ("my car, the dealer", "auto"),
        ("IRS taxpayer, payment plan", "public-body"),
        ("tax office, refund not paid", "public-body"),
        ("St Mary's hospital, parking fine", ""),
        ("hospital: medical bill", "health-insurance"),
        ("a golf club", ""),
    ],
)
def test_the_kind_of_company(words: str, wanted: str) -> None:
    assert guess_sector(ADVICE, words) == wanted


@pytest.mark.parametrize("table", [CHANNELS, RULES, CONFIDENCES])
def test_the_names_are_told_beside_the_packs(table: dict[str, str]) -> None:
    told = resources.files("callmate.packs").joinpath("README.md").read_text(encoding="utf-8")
    for name, meaning in table.items():
        assert f"| `{name}` | {meaning} |\n" in told
