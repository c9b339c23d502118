"""The quiet panes: checklist, facts and brief, what is open, and the status line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from callmate.model.checklist import Item, shown_page
from callmate.model.spoken import NO_WORDS, SOMETHING
from callmate.model.state import Case
from callmate.text import mask
from callmate.ui.cells import cells, clip
from callmate.ui.paint import Line, between, fit, title, user, within, wrap
from callmate.ui.panes.browser import drawn
from callmate.ui.panes.card import known_more
from callmate.ui.panes.idle import has_receipt, receipt_strip
from callmate.ui.panes.lines import unsafe
from callmate.ui.panes.open import open_now, promise_clock
from callmate.ui.panes.page import below
from callmate.ui.scene import Scene

MOST_OPEN = 3
"""Open things that stand beside the outcome where there is no pane of their own."""


@within
def checklist(scene: Scene, width: int, height: int) -> list[Line]:
    """The checklist: a column where there is room, a strip of one or two lines where not."""
    if (lines := drawn(scene, "checklist", width, height)) is not None:
        return lines
    if (lines := below(scene, "checklist", width, height)) is not None:
        return lines
    if height <= 2:
        small = receipt_strip if has_receipt(scene) else _strip
        return small(scene, width, height)
    total = _tally(scene)
    before = "BEFORE YOU CALL" if scene.items else "CHECKLIST"
    lines = [title("BEFORE YOU HANG UP" if scene.call else before, total, width)]
    for item in page(scene.items, scene.view.page, height - 1):
        box = "☑" if item.ticked else "☐"
        role = "dim" if item.ticked else "text"
        lines.append(((f" {item.digit or ' '} ", "warn"), (f"{box} {user(item.text)}", role)))
    return [fit(line, width) for line in lines]


def page(items: tuple[Item, ...], number: int, size: int) -> tuple[Item, ...]:
    """The lines of one page; digits stand for the same lines on every size of screen."""
    wanted = shown_page(items, number)
    return tuple(item for item in items if item.page == wanted)[: max(0, size)]


def _tally(scene: Scene) -> str:
    """How many lines of this page are ticked, and the key of the next page; when nothing was
    logged for long, that too: quietly, never as a card."""
    shown = page(scene.items, scene.view.page, len(scene.items))
    if not shown:
        return ""
    more = " · 0 next" if len(shown) < len(scene.items) else ""
    quiet = f"last entry {scene.quiet_for} · " if scene.quiet_for else ""
    return f"{quiet}{sum(item.ticked for item in shown)}/{len(shown)}{more}"


def _strip(scene: Scene, width: int, height: int) -> list[Line]:
    tail = f" {_tally(scene)} " if scene.items else ""
    lines: list[Line] = []
    current: Line = ()
    used = 0
    for item in page(scene.items, scene.view.page, 9):
        words = f" {item.digit or ' '} {'☑' if item.ticked else '☐'} {user(item.text)} "
        if used + cells(words) > width - (len(tail) if not lines else 0):
            lines.append(current)
            current, used = (), 0
        current = (*current, (words, "dim" if item.ticked else "text"))
        used += cells(words)
    lines.append(current)
    lines[0] = between(lines[0], ((tail, "dim"),), width)
    return lines[:height]


@within
def facts(scene: Scene, width: int, height: int) -> list[Line]:
    """Outcome, account (masked), facts and brief: pinned for the whole call."""
    if (past := drawn(scene, "facts", width, height)) is not None:
        return past
    case = scene.case
    if case is None or scene.view.private:
        return [title("FACTS", "", width)] if height > 1 else [()]
    told = case.known("account")
    account = told if scene.view.reveals(scene.now) else mask(told) if told else ""
    if height == 1:
        want = user(case.known("outcome")) or "── what do you want? ctrl+o"
        return [between(((" WANT ", "dim"), (want, "strong")), _pinned(scene, account), width)]
    lines: list[Line] = [title("FACTS", "ctrl+o edits", width)]
    phone = user(case.known("phone"))
    for label, words in (("account", user(account)), ("phone", phone), *_more_facts(scene, case)):
        for number, piece in enumerate(wrap(words, width - 10, 3) if words else ()):
            lines.append(((f" {label if number == 0 else '':<8}", "dim"), (piece, "text")))
    brief = user(case.known("brief"))
    lines.append(title("BRIEF", "", width))
    if not brief:
        return [*lines, ((" two sentences: ctrl+o", "dim"),)]
    pieces = wrap(f"“{brief}”", width - 2, max(1, height - len(lines)))
    return [*lines, *(((f" {piece}", "strong"),) for piece in pieces)]


def _more_facts(scene: Scene, case: Case) -> Iterator[tuple[str, str]]:
    """The rest of what to have before one's eyes, by label."""
    if scene.call is None or scene.place == "menu":
        yield "menu", user(case.known("menu"))
    for label, key in (("order", "order"), ("bill", "statement"), ("facts", "facts")):
        yield label, user(case.known(key))
    yield "asked", user(", ".join(scene.asked))
    yield "problem", user(case.known("problem"))
    yield "least", user(case.known("least"))


def _pinned(scene: Scene, account: str) -> Line:
    """At the right of the one line there is: what is open with its clock, the account; before
    the call the number to dial."""
    phone = user(scene.case.known("phone")) if scene.case and scene.call is None else ""
    if phone:
        return ((f"  dial {phone} ", "dim"),)
    waiting = [f"{one.glyph} {user(one.word)} {one.clock}" for one in open_now(scene)]
    parts: Line = tuple((f"  {words}", "accent") for words in waiting[:MOST_OPEN])
    more: Line = ((f" +{len(waiting) - MOST_OPEN}", "dim"),) if len(waiting) > MOST_OPEN else ()
    known: Line = ((f"  a/c {user(account)}", "dim"),) if account and len(waiting) < 2 else ()
    line = (*parts, *more, *known)
    return (*line, (" ", "dim")) if line else ()


@within
def aside(scene: Scene, width: int, height: int) -> list[Line]:
    """What is still open: promises, asks without an answer, offers; and the quote."""
    if (past := drawn(scene, "aside", width, height)) is not None:
        return past
    lines: list[Line] = [title("OPEN", "", width)]
    if scene.case is None or scene.view.private:
        return lines
    known = known_reps(scene, width, height // 2) or _quoted(scene, width, height // 2)
    room = max(0, height - len(known) - 1)
    lines += islice(_open_lines(scene, scene.case, width), room)
    if len(lines) == 1:
        lines.append(((" nothing open", "dim"),))
    return [*lines, *known]


def _quoted(scene: Scene, width: int, height: int) -> list[Line]:
    """The sentence that q puts in large letters."""
    if not scene.quoted or height < 2:
        return []
    pieces = wrap(f"“{user(scene.quoted)}”", width - 2, height - 1)
    return [title("QUOTE", "q shows it large", width), *(((f" {p}", "text"),) for p in pieces)]


def _open_lines(scene: Scene, case: Case, width: int) -> Iterator[Line]:
    """What is open on the line, then promises, then asks and offers of other calls."""
    call = scene.call.id if scene.call else None
    for one in open_now(scene):
        more = " ".join(part for part in (one.more, one.clock) if part)
        yield _open_line(one.glyph, one.role, one.words or one.word, more, width)
    for promise in case.promises:
        if promise.kept is None:
            due = promise_clock(promise, scene.now)
            role = "error" if due.startswith("overdue") else "warn"
            yield _open_line("◆", role, promise.what or SOMETHING, due, width)
    for ask in case.asks:
        if not ask.is_granted and (call is None or ask.open_call != call):
            counts = ((ask.asked, "asked"), (ask.denied, "refused"))
            times = " ".join(f"{verb} {count}×" for count, verb in counts if count)
            if times:
                yield _open_line("?", "accent", ask.what, times, width)
    for offer in case.offers:
        if offer.state == "open" and offer.call != call:
            more = offer.amount if offer.amount not in offer.what else ""
            yield _open_line("+", "accent", offer.what, more, width)


def _open_line(glyph: str, role: str, words: str, right: str, width: int) -> Line:
    """What waits for an answer: its words give way to what stands at the right."""
    left: Line = ((f" {glyph} ", role), (user(words) or NO_WORDS, "text"))
    return between(left, ((f"  {user(right)} ", "dim"),) if right else (), width)


def known_reps(scene: Scene, width: int, height: int) -> list[Line]:
    """Names that fit what is being typed, with when you last spoke and what came of it."""
    if not scene.known or height < 2:
        return []
    lines: list[Line] = [title("KNOWN HERE", "→ takes the first", width)]
    for name in scene.known:
        lines.append(((f" {user(name.value)}", "accent"), known_more(name, "dim")))
    return lines[:height]


def named(problems: Sequence[str], width: int) -> str:
    """The first problem on one line, which ends with where all of it, and the others, stand."""
    more = f"{len(problems) - 1} more: " if len(problems) > 1 else ""
    tail = f"; {more}callmate where"
    return clip(user(problems[0]).rstrip("."), max(0, width - cells(tail) - 2)) + tail


@within
def status(scene: Scene, width: int, height: int) -> list[Line]:
    """The last line of a wide screen: what is wrong, if anything, and the time of day."""
    clock = f" {scene.now.at.astimezone():%H:%M} "
    if scene.saved.reason:
        left: Line = ((f" {user(unsafe(scene))} ", "alarm"),)
    elif len(scene.problems) > 1:
        left = ((f" {named(scene.problems, width - cells(clock))} ", "warn"),)
    elif scene.problems:
        left = ((f" {user(scene.problems[0])} ", "warn"),)
    else:
        left = ((" callmate", "bar"),)
    return [between(left, ((clock, "bar"),), width, "bar")]
