"""What a rep did and did not do, as it stood when the stint ended."""

from __future__ import annotations

from callmate.model.stints import did
from tests.model.live import Phone


def lines(phone: Phone) -> list[str]:
    """The line of each stint."""
    case = phone.fold.case
    return [did(case, phone.fold.facts, rep) for rep in case.reps]


def answered(name: str = "Janice") -> Phone:
    return Phone().do("start").wait(5).do("rep", name=name)


def test_what_was_done_and_left_out() -> None:
    phone = answered().do("ask", what="refund").do("refused").do("ask").do("refused").wait(700)
    phone.do("promise", what="a call", by=f"{phone.clock.at:%Y-%m-%d}T23:50").wait(24)
    phone.do("transfer", to="billing")
    assert lines(phone) == [
        "Janice 12:04: refused ×2; promised a call by 23:50; did not give a case number"
    ]


def test_it_stays_as_it_is_whatever_comes_later() -> None:
    phone = answered("").do("ask", what="refund").wait(100).do("transfer")
    before = lines(phone)
    assert before == [
        "unnamed rep 1:40: put you through; did not answer “refund” or give a case number"
    ]
    phone.do("rep", name="Al").do("granted").do("number", value="1234").wait(3).do("end").do("end")
    assert lines(phone) == [*before, "Al 0:03: granted refund; gave a case number"]


def test_each_stint_counts_only_its_own() -> None:
    phone = answered().do("refused").do("number", value="77").wait(90).do("rep", name="Al")
    phone.do("hold").do("hold").do("hold").do("hold").do("verification").do("verification")
    phone.do("manager").do("refused").wait(90).do("new_person", name="Bo")
    assert lines(phone) == [
        "Janice 1:30: refused; gave a case number",
        "Al 1:30: no manager; asked who you are ×2; 2 holds",
        "",
    ]


def test_what_was_undone_or_granted_with_words() -> None:
    phone = answered().do("refused")
    phone.undo()
    phone.do("granted", what="gas back on\ntoday.").do("offer", what="credit", amount="$20")
    phone.do("offer", what="a box").do("cut_off").do("end")
    assert lines(phone) == ["Janice 0:00: granted gas back on today; offered $20; offered a box"]


def test_a_time_in_the_words_is_not_said_twice() -> None:
    phone = answered().do("promise", what="power By 15:30", by="2026-03-02T15:30").do("transfer")
    assert lines(phone) == ["Janice 0:00: promised power By 15:30"]


def test_a_short_stint_owes_nothing() -> None:
    assert lines(answered().wait(59).do("new_person")) == ["", ""]
    assert lines(answered().wait(60).do("new_person")) == [
        "Janice 1:00: did not give a case number", ""
    ]  # fmt: skip


def test_who_did_nothing_but_pass_one_on_is_told_so() -> None:
    phone = answered().wait(30).do("transfer", to="sales\nnow").do("rep", name="Al").wait(9)
    phone.do("transfer").do("rep", name="Bo").do("refused").do("transfer", to="billing")
    assert lines(phone) == [
        "Janice 0:30: put you through to sales now", "Al 0:09: put you through", "Bo 0:00: refused"
    ]  # fmt: skip
