"""The report as a page of plain text, at most 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from callmate.model.around import CONDUCT, RESULTS
from callmate.model.dates import is_day, offset
from callmate.model.marks import of_five
from callmate.model.moment import local
from callmate.model.promises import says_when
from callmate.model.spoken import NO_WORDS, SOMETHING, quoted, told
from callmate.model.timeline import hms
from callmate.text import show

WIDTH: Final = 80
LABEL: Final = 22
SOMEWHERE: Final = "somewhere"
SAID: Final = {True: "yes", False: "no"}

Report = Mapping[str, Any]


def render(report: Report) -> str:
    """What :func:`callmate.model.report.report` found, for people; ends in a newline."""
    return "\n".join(line.rstrip() for line in _lines(report)) + "\n"


def render_cards(report: Report) -> str:
    """The cards that came and how many were said: for oneself, after the evidence."""
    lines = [*_section("cards", _tips(report)), *_said(report)]
    return "\n".join(lines) + "\n" if lines else ""


def _lines(report: Report) -> Iterator[str]:
    yield from _wrapped(report["title"])
    yield "=" * WIDTH
    yield from _row("DAMAGED", report["damaged"])
    yield from _row("as it stood", _stamp(report["as_of"]))
    yield from _row("wanted", report["outcome_wanted"])
    yield from _row("next step", report["next_step"])
    yield from _row("head code", report["head_code"])
    for sentence in report["missing"]:
        yield from _row("missing", sentence)
    yield from _section("pinned", _pinned(report))
    yield ""
    yield from _time(report)
    yield ""
    yield from _people(report)
    yield from _section("who did what", _stints(report))
    yield from _section("how they did, by your marks", _marks(report))
    yield from _section("called again", _redials(report))
    yield from _section("asked for", _asks(report))
    yield from _section("promised", _promises(report))
    yield from _section("told to do", _instructions(report))
    yield from _section("cannot both be true", _contradicting(report))
    yield from _section("passed on", _edges(report))
    yield from _section("who may decide", _authority(report))
    yield from _section("calls", _calls(report))
    yield from _section("yourself, for you alone", _yourself(report))


def _pinned(report: Report) -> Iterator[str]:
    for one in report["pinned"]:
        yield f"{_stamp(one['at'])} {one['says']}"


def _time(report: Report) -> Iterator[str]:
    night = ", over midnight" if report["crosses_midnight"] else ""
    calls = f"{report['calls']} ({report['incoming_calls']} incoming{night})"
    yield from _row("calls", calls)
    yield from _row("on the phone", hms(report["call_seconds"]))
    longest = hms(report["longest_hold_seconds"])
    yield from _row("  on hold", f"{hms(report['hold_seconds'])} (longest {longest})")
    yield from _row("  talking", hms(report["talk_seconds"]))
    yield from _row("  sales pitch", _pitch(report))
    yield from _row("  menus and waiting", hms(report["waiting_seconds"]))


def _pitch(report: Report) -> str:
    """The time of the pitches; where it differs how long they lasted, as the log has it."""
    counted, lasted = report["pitch_seconds"], report["pitch_spans_seconds"]
    return f"{hms(counted)} ({hms(lasted)} with the holds)" if counted != lasted else hms(counted)


def _people(report: Report) -> Iterator[str]:
    yield from _row(
        "rep conversations", f"{report['reps']} ({report['reps_unnamed']} without a name)"
    )
    yield from _row("departments", ", ".join(report["departments"]))
    missed = report["transfers_unreached"]
    aimed = f" ({missed} not where they aimed)" if missed else ""
    yield from _row("transfers", f"{report['transfers']}{aimed}")
    yield from _row("menu levels", report["ivr_levels"])
    yield from _row("asked who you are", _times(report["verifications"]))
    yield from _row("told it all again", _times(report["retellings"]))
    asked, refused = report["supervisor_asked"], report["supervisor_refused"]
    reached = report["supervisor_reached"]
    counts = f"asked {asked}, refused {refused}, reached {reached}"
    yield from _row("manager", counts if asked or reached else "never asked for")
    yield from _row("cut off", report["disconnects"])
    numbers = [one["value"] for one in report["case_numbers"]]
    yield from _row("case numbers", ", ".join(numbers) or "none")
    if report["unknown_events"]:
        yield from _row("unknown events", report["unknown_events"])
    if "anger" in report:
        yield from _row("fuming", f"{_times(report['anger'])}, {hms(report['anger_seconds'])}")


def _stints(report: Report) -> Iterator[str]:
    for one in report["stints"]:
        if one["did"]:
            yield f"call {one['call']}: {one['did']}"
        if one["own_line"]:
            yield f"call {one['call']}, your words: {one['own_line']}"


def _marks(report: Report) -> Iterator[str]:
    marks = report["marks"]
    if not marks["company"]["given"]:
        return
    rows = [("all", marks["company"]), *marks["departments"].items(), *marks["reps"].items()]
    for name, one in rows:
        yield f"{name}: {of_five(one['good'], one['given'])}"


def _redials(report: Report) -> Iterator[str]:
    for one in report["redials"]:
        why = "the rep seemed unsure" if one["unsure_rep"] else f"again for “{one['what']}”"
        yield why
        for side in one["sides"]:
            yield f"  call {side['call']}: {side['came']}"
        if one["verdict"]:
            yield f"  {one['verdict']}"


def _asks(report: Report) -> Iterator[str]:
    for ask in report["asks"]:
        counts = {"asked": ask["asked"], "refused": ask["denied"], "granted": ask["granted"]}
        if not ask["asked"]:  # an answer to nothing that was written down
            counts = {name: count for name, count in counts.items() if count}
        if any(counts.values()):
            listed = ", ".join(f"{name} {count}" for name, count in counts.items())
            yield f"{ask['what'] or NO_WORDS}: {listed}"
    for one in report["refused_with"]:
        yield f"refused: {one['what']} – {quoted(one['words'])}"
    if report["offers"]:
        taken, left = report["offers_accepted"], report["offers_declined"]
        yield f"offers: {report['offers']}, taken {taken}, declined {left}"


def _promises(report: Report) -> Iterator[str]:
    made, kept, broken = (report[f"promises_{name}"] for name in ("made", "kept", "broken"))
    if kept or broken:
        yield f"of {made}: {kept} kept, {broken} broken"
    for one in report["promises"]:
        who = one["owner"] or one["rep"] or "an unnamed rep"
        told = not one["by"] or says_when(one["what"])
        due = "" if told else f" by {one['by'].replace('T', ' ')}"
        late = f" ({_late(one['overdue_seconds'])})" if one["state"] == "overdue" else ""
        what = one["what"] or SOMETHING
        yield f"{one['state']}{late}: {what}{due} — {who}, call {one['call']}"


def _late(seconds: int) -> str:
    """How long something is overdue: hours and minutes, then days."""
    days = seconds // 86_400
    return f"{days:,} days" if days > 1 else hms(seconds)


def _instructions(report: Report) -> Iterator[str]:
    for one in report["instructions"]:
        state = (one["state"] or "open").replace("_", " ")
        objected = f"; you objected: {one['objection'] or NO_WORDS}" if one["objected"] else ""
        yield f"{one['what'] or NO_WORDS}: {state}{objected}"


def _contradicting(report: Report) -> Iterator[str]:
    for pair in report["contradicting"]:
        for number, side in enumerate((pair["first"], pair["second"])):
            at = _stamp(side["at"])
            who = f" ({side['rep']})" if side["rep"] else ""
            yield f"{'≠ ' if number else ''}{at}, call {side['call']}{who}: {side['said']}"


def _edges(report: Report) -> Iterator[str]:
    for edge in report["org_map"]:
        count = f" ×{edge['count']}" if edge["count"] > 1 else ""
        missed = "" if edge["reached"] else " (not where it aimed)"
        yield f"{edge['from'] or SOMEWHERE} → {edge['to'] or SOMEWHERE}{count}{missed}"


def _authority(report: Report) -> Iterator[str]:
    for department, said in report["authority"].items():
        for verb in ("granted", "denied"):
            if said[verb]:
                yield f"{department} {verb}: {told(said[verb])}"


def _calls(report: Report) -> Iterator[str]:
    for call in report["per_call"]:
        start = _stamp(call["start"])
        length, hold = hms(call["call_seconds"]), hms(call["hold_seconds"])
        outcome = "running" if call["running"] else call["outcome"] or "no outcome noted"
        brought = f"; it brought {RESULTS[call['result']]}" if call["result"] in RESULTS else ""
        yield f"{call['n']}. {start}  {length} (hold {hold})  {outcome}{brought}"


def _yourself(report: Report) -> Iterator[str]:
    """Moods and one's own conduct: in a private report only."""
    for mood in report.get("moods", ()):
        yield f"{_stamp(mood['at'])}  your mood: {mood['mood']}"
    for one in report.get("conduct", ()):
        given = (f"{said}: {SAID[one[mark]]}" for mark, said in CONDUCT.items() if mark in one)
        yield f"call {one['call']}: {', '.join(given)}"


def _tips(report: Report) -> Iterator[str]:
    for tip in report["tips"] or ():
        yield f"call {tip.get('call')}: {tip.get('why')}"


def _said(report: Report) -> Iterator[str]:
    said = report.get("cards_said")
    if said and said["percent"] is not None:
        yield f"  cards said aloud: {said['said']} of {said['shown']}"


def _stamp(text: str) -> str:
    """``2026-03-02 09:05 +01:00``: a time that can be told from one of another place; a day alone
    as it is."""
    if is_day(text):
        return text
    at = local(datetime.fromisoformat(text))
    return f"{at:%Y-%m-%d %H:%M} {offset(at)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times" if count else "never"


def _section(name: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if not found:
        return
    yield ""
    yield name.upper()
    for line in found:
        yield from _wrapped(line, "  ")


def _row(label: str, value: object) -> Iterator[str]:
    if value in (None, ""):
        return
    yield from _wrapped(str(value), label.ljust(LABEL), " " * LABEL)


def _wrapped(text: str, first: str = "", later: str = "    ") -> Iterator[str]:
    yield from textwrap.wrap(
        show(text, " "), WIDTH, initial_indent=first, subsequent_indent=later
    ) or [first]
