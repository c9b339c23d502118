"""The two lines at the bottom: the field, and the keys of the present state."""

from __future__ import annotations

from collections.abc import Iterator

from callmate.desk.commands import (
    BY_ID,
    PAST_BARS,
    RANGES,
    CommandSpec,
    for_bar,
    function_keys,
    is_function_key,
    shown,
)
from callmate.desk.view import HIDDEN, Choice, Message, OpenField
from callmate.text import SHOWN_OF_SECRET, mask, show
from callmate.ui.cells import cells
from callmate.ui.paint import Line, Span, between, fit, user, width_of, within
from callmate.ui.panes.idle import todo
from callmate.ui.panes.replay import BAR, BESIDE, LIVE
from callmate.ui.scene import Scene

READING = "read only · ⏎ takes the case up again · esc back to the list"
READING_LIVE = "read only · letters log in the call · esc back to the list"
FILING = " ⏎ do it · esc leave it "
"""What puts a case in order, and what does not: said however long the words are."""
LEAST_GHOST = 9
"""Cells below which what stands after the text is not worth its place."""


@within
def field(scene: Scene, width: int, height: int) -> list[Line]:
    """What is being typed; else the strip's question, the message, or how safe things are."""
    view = scene.view
    if view.strip is not None and view.strip.files:
        asked = view.strip.prompt.partition(":")[0] if view.private else view.strip.prompt
        return [fit(((f" {user(asked)}", "typing"),), width, "typing")]
    if view.field is not None:
        return [_typing(scene, view.field, width)]
    if view.strip is not None and view.strip.wide:
        return [fit(((f" {user(view.strip.prompt)}", "typing"),), width, "typing")]
    if view.strip is not None:
        choices = [
            (f"  {choice.key} {user(choice.label)}", "typing") for choice in view.strip.choices
        ]
        return [fit(((f" {user(view.strip.prompt)}", "typing"), *choices), width, "typing")]
    if view.message is not None and _may_show(scene, view.message):
        return [_message(scene, view.message, width)]
    if scene.saved.reason:
        return [fit(((f" {user(unsafe(scene))}", "alarm"),), width, "alarm")]
    if scene.past:
        return [fit(((f" {LIVE}", "bar.dim"),), width, "bar")]
    if view.pane == "browser" and scene.browse.reading is not None:
        hint = BESIDE if scene.replay else READING_LIVE if scene.call else READING
        return [fit(((f" {hint}", "bar.dim"),), width, "bar")]
    if scene.view.selected:
        hint = " enter edits · , . 15 s · @ time · del strikes out · esc"
        return [fit(((hint, "bar"),), width, "bar")]
    return [fit(((" ▸ ", "bar"), (todo(scene), "bar.dim")), width, "bar")]


def unsafe(scene: Scene) -> str:
    """What is wrong with saving, and what to do meanwhile: what is in memory is lost at the end."""
    stay = " Typing goes on; do not close callmate." if scene.saved.unsaved else ""
    return f"{scene.saved.reason}{stay}"


def _may_show(scene: Scene, message: Message) -> bool:
    """Not what is of a case on the privacy screen, and not what merely informs in the place of
    saying that something is not saved, or soon will not be."""
    if scene.view.private:
        return bool(message.public)
    return message.level != "info" or not (scene.saved.unsaved or scene.saved.full)


def _message(scene: Scene, message: Message, width: int) -> Line:
    role = {"info": "bar", "warn": "warn", "error": "alarm"}[message.level]
    text = message.public if scene.view.private else message.text
    return fit(((f" {user(text)}", role),), width, "bar")


def _typing(scene: Scene, field: OpenField, width: int) -> Line:
    """The text wins: what it becomes, then the hint, have what it leaves them."""
    prompt = field.prompt
    if field.purpose == "filing" and scene.view.private:
        prompt = prompt.partition(",")[0]  # behind it stand a call's day and who was on the line
    left: Span = (f" ▸ TYPING {user(prompt)}: ", "typing")
    room = width - width_of((left,))
    asks = cells(FILING) if field.purpose == "filing" and room >= 2 * cells(FILING) else 0
    spans = visible_text(field, max(8, room - asks), scene.view.private)
    room -= width_of(spans)
    ghost = _ghost(scene, field)
    if room < min(width_of(ghost), LEAST_GHOST):
        ghost = ()
    hint = _hint(scene, field)
    if field.purpose == "filing" and width_of(ghost) + cells(hint) >= room:
        hint = FILING
    right: Line = ((hint, "typing"),) if width_of(ghost) + cells(hint) <= room else ()
    return between((left, *spans, *ghost), right, width, "typing")


def _ghost(scene: Scene, field: OpenField) -> tuple[Span, ...]:
    """What is taken if nothing more is typed, or what the right arrow would complete."""
    if scene.view.private:
        return ()
    if field.purpose == "sheet" and field.offered and not field.line.text:
        known = mask(field.offered) if field.masked else user(field.offered)
        return ((f" → {known} of an earlier case", "typing"),)
    if field.offered and not field.line.text:
        return ((f" {user(field.offered)}", "typing"),)
    if scene.completion and scene.completion != field.line.text:
        return ((f" → {user(scene.completion)}", "typing"),)
    return ()


def _hint(scene: Scene, field: OpenField) -> str:
    if field.purpose == "search":
        return " ⏎ read · esc back · F2–F9 log "
    if field.purpose == "filing":
        return f"{FILING}· F2–F9 log "
    if field.purpose == "sheet":
        return " ⏎ next · tab section · esc done "
    if field.purpose == "value" and field.offered:
        return " ⏎ keep · esc none "
    return " ⏎ keep · esc draft · F2–F9 log "


def visible_text(field: OpenField, room: int, private: bool = False) -> Line:
    """The part of the text around the cursor that fits, the cursor as a reversed cell."""
    text, cursor = field.line.text, field.line.cursor
    if field.secret or private:
        text = "•" * len(text)
    elif field.sensitive:
        shown = SHOWN_OF_SECRET if len(text) >= 2 * SHOWN_OF_SECRET else 0
        text = "•" * (len(text) - shown) + text[len(text) - shown :]
    before, after = show(text[:cursor], " "), show(text[cursor:], " ")
    end = field.line.after(cursor) - cursor if after else 0
    here = after[:end] or " "
    left = room - cells(here)
    while cells(before) > left:
        before = before[max(1, len(before) - left) :]
    return ((before, "typing"), (here, "typing.cursor"), (after[end:], "typing"))


@within
def keys(scene: Scene, width: int, height: int) -> list[Line]:
    """The keys of this state, as many as fit; function keys while letters are text.

    While the field has its line, a message stands on the last one here.
    """
    message = scene.view.message if scene.view.typing else None
    drawn = _key_lines(scene, width, height)
    if message is None or not _may_show(scene, message):
        return drawn
    return [*drawn[: height - 1], _message(scene, message, width)]


def _entries(scene: Scene) -> Iterator[tuple[str, str]]:
    """What can be pressed: the choices of a wide strip, else the keys of the state."""
    typing, strip = scene.view.typing, scene.view.strip
    if strip is not None and strip.wide and (strip.files or not typing):
        for choice in strip.choices:
            hidden = strip.files and scene.view.private
            yield choice.key, _public(choice) if hidden else user(choice.label)
        return
    if past := _past(scene):
        for spec in past:
            yield shown(scene.keymap.spec(spec).keys[0]), _label(scene, spec.id, spec.label)
        if scene.past:
            yield from BAR
        if scene.past or scene.call is None:
            return
    running = len(scene.case.running) if scene.case and not past else 0
    for spec in function_keys(scene.place) if typing else for_bar(scene.place, running):
        own = scene.keymap.spec(spec).keys
        key = next((k for k in own if is_function_key(k) == typing), None)
        if key is not None:
            yield RANGES.get(spec.id) or shown(key), _label(scene, spec.id, spec.label)


def _public(choice: Choice) -> str:
    """A choice without its words of a case: a figure stands for a call, with who was on the line,
    and after a colon stands what is taken back."""
    return HIDDEN if choice.key.isdigit() else choice.label.partition(":")[0]


def _past(scene: Scene) -> list[CommandSpec]:
    """What is heard by past cases, while they are what keys are for."""
    view = scene.view
    if view.pane != "browser" or (view.field is not None and view.field.purpose != "search"):
        return []
    bar = "reading" if scene.browse.reading is not None else "list"
    if scene.replay is not None:
        bar = "replay"
    return [BY_ID[command] for command in PAST_BARS[bar]]


def _key_lines(scene: Scene, width: int, height: int) -> list[Line]:
    lines: list[Line] = [()]
    used = 1
    for key, label in _entries(scene):
        roles = ("key", "bar") if scene.view.listening else ("bar.dim", "bar.dim")
        piece: tuple[Span, Span] = ((f" {key}", roles[0]), (f" {label} ", roles[1]))
        length = cells(piece[0][0]) + cells(piece[1][0])
        if used + length > width:
            if len(lines) == height:
                break
            lines.append(())
            used = 1
        lines[-1] = (*lines[-1], *piece)
        used += length
    return [fit(line, width, "bar") for line in lines]


def _label(scene: Scene, command: str, label: str) -> str:
    if command == "hold" and scene.place == "hold":
        return "back"
    if command == "rep" and scene.place == "hold":
        return "rep is back"
    if command == "replay" and scene.replay is not None:
        return "pause" if scene.replay.playing else "play"
    if command == "end" and scene.place == "closing":
        return "end it now"
    return label
