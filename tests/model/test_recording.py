"""May one record? Whatever is unknown, mixed or disputed means: ask everyone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.advice.recording import country_code, find_place, places_in, recording_line
from callmate.model.advice.values import NOT_ADVICE, Advice, PlaceLaw, RuleName, Source


def law(
    code: str, name: str, rule: RuleName, treat_as: RuleName, *, disputed: str = "",
    sharing: str = "", names: tuple[str, ...] = (),
) -> PlaceLaw:  # fmt: skip
    return PlaceLaw(
        code.lower(), code, name, code[:2], rule, treat_as, f"{name} Code 1", f"Note of {name}.",
        names, sharing=sharing, checked="text of the law read", disputed=disputed, sources=("s",),
    )  # fmt: skip


ADVICE = Advice(
    places=(
        law("US", "United States", "one-party", "all-party", names=("USA",), disputed="By place."),
        law("US-TX", "Texas", "one-party", "one-party"),
        law("US-OH", "Ohio", "one-party", "one-party"),
        law("US-CA", "California", "all-party", "all-party"),
        law("US-OR", "Oregon", "one-party", "one-party", disputed="Some lists say all."),
        law("US-MI", "Michigan", "mixed", "all-party", disputed="Courts differ."),
        law("US-VA", "Virginia", "one-party", "one-party"),
        law("US-WV", "West Virginia", "one-party", "one-party"),
        law("US-WA", "Washington", "all-party", "all-party"),
        law("US-DC", "District of Columbia", "one-party", "one-party", names=("Washington, DC",)),
        law("CA", "Canada", "one-party", "one-party"),
        law("GB", "United Kingdom", "mixed", "one-party", names=("UK",), sharing="Ask to share."),
        law("AU", "Australia", "mixed", "all-party"),
    ),
    sources={"s": Source("s", "A list", "", "2026-07-28")},
)
CODES = [place.code for place in ADVICE.places]


@pytest.mark.parametrize(
    ("here", "there", "ask", "begins"),
    [
        ("Texas", "Ohio", False, "Texas and Ohio: your own consent is enough."),
        ("Texas", "TX", False, "Texas: your own consent is enough."),
        ("Texas / Ohio", "", False, "Texas and Ohio: your own"),
        ("Texas", "", True, "Texas: your own consent is enough if both ends are there. Else ask"),
        ("Texas", "Atlantis", True, "Texas: your own consent is enough if both ends are there."),
        ("Atlantis", "Texas", True, "Texas: your own consent is enough if both ends are there."),
        ("Texas", "California", True, "California: everyone must agree. Say that you record;"),
        ("California", "", True, "California: everyone must agree."),
        ("Texas", "Oregon", True, "Oregon: ask everyone; the law there is read in more than one"),
        ("MI", "Ohio", True, "Michigan: ask everyone; the law there is read in more than one way"),
        ("USA", "Ohio", True, "United States: ask everyone; it depends on the state"),
        ("Australia", "", True, "Australia: ask everyone; it depends on the state"),
        ("UK", "uk", False, "United Kingdom: your own consent is enough. Ask to share."),
        ("", "", True, "Ask everyone before you record: it is not known where the two ends are."),
        ("CA", "", True, "Ask everyone before you record: it is not known"),
        ("Atlantis", "", True, "Ask everyone before you record"),
    ],
)
def test_the_line(here: str, there: str, ask: bool, begins: str) -> None:
    answer = recording_line(ADVICE, here, there)
    assert answer.line.startswith(begins)
    assert answer.ask is ask
    assert answer.caution == NOT_ADVICE


def test_it_says_what_it_rests_on() -> None:
    answer = recording_line(ADVICE, "Texas", "Ohio")
    assert answer.source == (
        "Texas Code 1, text of the law read, 2026-07-28; "
        "Ohio Code 1, text of the law read, 2026-07-28"
    )
    assert answer.note == "Texas: Note of Texas. Ohio: Note of Ohio."
    assert [place.code for place in answer.places] == ["US-TX", "US-OH"]


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_the_stricter_of_two_places_holds_either_way_round(here: str, there: str) -> None:
    one, other = recording_line(ADVICE, here, there), recording_line(ADVICE, there, here)
    assert one.ask is other.ask
    for place in ADVICE.places:
        if place.code in (here, there) and (place.treat_as == "all-party" or place.disputed):
            assert one.ask


@given(st.text(max_size=30), st.text(max_size=30))
def test_words_that_name_no_place_mean_ask(here: str, there: str) -> None:
    answer = recording_line(ADVICE, here, there)
    assert answer.ask or len(places_in(ADVICE, f"{here} {there}".upper())) > 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Texas", "US-TX"),
        ("  texas ", "US-TX"),
        ("tx", "US-TX"),
        ("Austin, TX", "US-TX"),
        ("Texas, USA", "US-TX"),
        ("West Virginia", "US-WV"),
        ("Washington, DC", "US-DC"),
        ("Washington", "US-WA"),
        ("US-CA", "US-CA"),
        ("us-ca", "US-CA"),
        ("California", "US-CA"),
        ("CA", None),
        ("Texas or Ohio", None),
        ("texan", None),
        ("", None),
    ],
)
def test_a_place_is_found(text: str, wanted: str | None) -> None:
    place = find_place(ADVICE, text)
    assert (place.code if place else None) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("US", "US"), ("uk", "GB"), ("CA", "CA"), ("Texas", "US"), ("fr", "FR"), ("Narnia", ""),
     ("Ohio / Texas", "US"), ("I am in Ohio", "US"), ("", ""), ("²3", "")],
)  # fmt: skip
def test_a_country(text: str, wanted: str) -> None:
    assert country_code(ADVICE, text) == wanted
