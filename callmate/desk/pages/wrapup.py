"""The page wrap-up: after a call, or while one waits in it, step by step and all optional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from callmate.desk.closing import ask_closed, ask_hung_up, said_of
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.pages.page import Page, PageName, Row
from callmate.desk.pages.pages import Reading
from callmate.desk.pages.wrapsteps import DRAWN, Seen, heading, rows
from callmate.model.around import SETTLES
from callmate.model.events import NewEvent
from callmate.model.state import Call, Case, Fact
from callmate.model.wrapup import Step, first_left, steps, suggested

ORDER: Final = tuple(DRAWN)
NEXT: Final = {None: True, True: False, False: None}
"""What one press makes of a mark: blank, yes, no, blank."""
PROMPTS: Final = {"by": "by when", "owner": "who answers for it"}


class Wrapup(Reading):
    """Goes through the steps of one call. All that is answered is an event at once; which step
    one is at is written only when one leaves."""

    name: PageName = "wrapup"

    def __init__(self, context: Context, fields: Fields) -> None:
        super().__init__(context, fields)
        self._call = ""
        self._key = ""
        self._held: tuple[Step, ...] = ()
        """The steps as they were at the beginning: what was filled in since stays on its step."""
        self._over = False
        self._asked = ""
        """The call of which it was asked whether it was hung up on an unsure rep."""

    # the page

    def begin(self, source: Input) -> None:
        self._over, self._held, self._key = False, (), ""
        call = self._chosen()
        self._call = call.id if call else ""
        if call is None:
            return
        self._held = self._steps()
        if self._held:
            self._key = self._held[first_left(self._held, self._typed_at() or self._left_at())].key
        if self._asked != call.id and ask_hung_up(self._c, call, source.at):
            self._asked = call.id

    def build(self) -> Page:
        seen, found = self._seen(), self._steps()
        if seen is None:
            return Page(self.name, "WRAP-UP", (Row("No call to wrap up yet."),), "esc back")
        if not found:
            nothing = Row("Nobody has answered yet: there is nothing to wrap up.")
            return Page(self.name, "WRAP-UP", (nothing,), "esc back")
        at = self._at(found)
        step = found[at]
        title = f"WRAP-UP {at + 1}/{len(found)}  {heading(seen, step)}"
        running = "esc or any key of the call goes back" if seen.call.running else "esc later"
        return Page(self.name, title, rows(seen, step), f"⏎ next · ⇧tab back · {running}")

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        found = self._steps()
        to = self._at(found) + by
        if to >= len(found):
            self._over = True
            return None
        if found:
            self._key = found[max(0, to)].key
        self._c.view = replace(self._c.view, message=None)
        return []

    def leave(self, source: Input) -> list[NewEvent]:
        """Behind the last step it is done; anywhere else it can be taken up there again."""
        case = self._c.case
        call = case.call(self._call) if case else None
        if case is None or call is None or call.running:
            return []
        before = case.around.wrapped.get(call.id)
        same = before == "skipped" and self._left_at() == self._key
        if before == "done" or (same and not self._over):
            return []
        how = "done" if self._over else "skipped"
        body: dict[str, Any] = {"about": call.id, "how": how}
        if not self._over:
            body["step"] = self._key
        # Of no call: undo is to find what was answered, not that the page was closed.
        return [self._c.event(source, "wrapped_up", None, **body)]

    # which call, which step

    def _chosen(self) -> Call | None:
        """The call on the line, else the one that ended last; if that is done, an earlier one
        that was left half-way, or that ran beside it."""
        case = self._c.case
        if case is None or case.on_line is not None:
            return case.on_line if case else None
        over = sorted(case.calls, key=lambda call: (call.end or call.start).at, reverse=True)
        wrapped = case.around.wrapped
        if not over or wrapped.get(over[0].id) != "done":
            return next(iter(over), None)
        last = over[0]
        for call in over[1:]:
            beside = call.end is not None and call.end.at > last.start.at
            if wrapped.get(call.id) == "skipped" or (beside and call.id not in wrapped):
                return call
        return last

    def _left_at(self) -> str:
        """The step one left, as the log has it; empty if it was gone through."""
        of_call = [fact for fact in self._facts() if fact.kind == "wrapped_up"]
        mine = [fact for fact in of_call if fact.live and fact.text("about") == self._call]
        return mine[-1].text("step") if mine else ""

    def _typed_at(self) -> str:
        """The step on which a field was open when the program ended; empty if none was."""
        reps = {fact.id: fact.text("rep") for fact in self._facts() if fact.kind == "rep_line"}
        for half in self._c.fold.drafts if self._c.fold else ():
            for step in self._held:
                asked = {item for item, _ in step.items}
                if half.line.text and (half.entry in asked or reps.get(half.entry) == step.about):
                    return step.key
        return ""

    def _facts(self) -> Sequence[Fact]:
        return self._c.fold.facts if self._c.fold else ()

    def _seen(self) -> Seen | None:
        case = self._c.case
        call = case.call(self._call) if case else None
        if case is None or call is None:
            return None
        return Seen(case, call, self._facts(), self._c.clock.now())

    def _steps(self) -> tuple[Step, ...]:
        """The steps as they are now, with the lines that those of before had."""
        seen = self._seen()
        if seen is None:
            return ()
        fresh = steps(seen.case, seen.call, seen.facts)
        held = {step.key: step for step in self._held if step.items}
        kept = [replace(step, items=held[step.key].items) if step.key in held else step
                for step in fresh]  # fmt: skip
        keys = {step.key for step in fresh}
        gone = [step for key, step in held.items() if key not in keys]
        return tuple(sorted([*kept, *gone], key=lambda step: ORDER.index(step.kind)))

    def _at(self, found: Sequence[Step]) -> int:
        return next((at for at, step in enumerate(found) if step.key == self._key), 0)

    # answers

    def act(self, source: Input, row: Row) -> list[NewEvent]:
        seen, found = self._seen(), self._steps()
        if seen is None or not found:
            return []
        step = found[self._at(found)]
        match row.action:
            case "mark":
                given = seen.case.around.marks.get(step.about, {}).get(row.payload)
                return [self._mark(source, step.about, row.payload, NEXT[given])]
            case "take":
                return self._take(source, seen, step.about)
            case "line":
                return self._line(source, seen.case, step.about)
            case "by" | "owner":
                self._promise(source, seen.case, row.payload, row.action)
            case "words":
                fact = seen.fact(row.payload)
                if fact is not None:
                    self._fields.open_fact(source, fact)
            case "link":
                return self._link(source, seen, *row.payload.split(" "))
            case "result":
                return self._result(source, seen.case, step, row.payload)
            case "close":
                return self._close(source, seen.case, row.payload)
            case "conduct":
                given = seen.case.around.conduct.get(step.about, {}).get(row.payload)
                body = {"about": step.about, "mark": row.payload, "value": NEXT[given]}
                return [self._event(source, "conduct", **body)]
        return []

    def _event(self, source: Input, kind: str, **body: Any) -> NewEvent:
        """A fact about a call, in the one where undo looks for it."""
        return self._c.event(source, kind, self._c.about(), **body)

    def _mark(self, source: Input, rep: str, mark: str, value: bool | None) -> NewEvent:
        return self._event(source, "rep_mark", rep=rep, mark=mark, value=value)

    def _take(self, source: Input, seen: Seen, rep_id: str) -> list[NewEvent]:
        """The suggestions for what is still blank."""
        rep = seen.case.rep(rep_id)
        if rep is None:
            return []
        given = seen.case.around.marks.get(rep_id, {})
        found = suggested(seen.case, seen.facts, rep, seen.now)
        return [
            self._mark(source, rep_id, mark, good)
            for mark, good in found.items()
            if mark not in given
        ]

    def _line(self, source: Input, case: Case, rep: str) -> list[NewEvent]:
        """What they did and did not do: the line that stands, or a new one."""
        mine = [fact for fact in self._facts() if fact.kind == "rep_line" and fact.live]
        old = next((fact for fact in reversed(mine) if fact.text("rep") == rep), None)
        if old is not None:
            self._fields.open_fact(source, old)
            return []
        fact = self._event(source, "rep_line", rep=rep, text="")
        self._fields.open_words(fact, "did and did not")
        return [fact]

    def _promise(self, source: Input, case: Case, promise_id: str, lacks: str) -> None:
        promise = next((one for one in case.promises if one.id == promise_id), None)
        if promise is None:
            return
        text = promise.owner if lacks == "owner" else ""
        self._fields.open_value(
            source, promise_id, "promise", lacks, PROMPTS[lacks], text, promise.call
        )

    def _link(self, source: Input, seen: Seen, first: str, second: str) -> list[NewEvent]:
        """Link two answers, or take the link back."""
        old = next((fact for fact in reversed(seen.facts) if fact.kind == "contradiction"
                    and fact.live and {fact.text("first"), fact.text("second")} == {first, second}),
                   None)  # fmt: skip
        if old is not None:
            return [self._event(source, "strike", target=old.id)]
        return [self._event(source, "contradiction", first=first, second=second)]

    def _result(self, source: Input, case: Case, step: Step, result: str) -> list[NewEvent]:
        if case.around.results.get(step.about) == result:
            return []
        if result in SETTLES:
            self._c.say("⏎ goes on: is it settled?")
        old = [one for one in self._facts() if one.kind == "result" and one.live
               and one.text("about") == step.about]  # fmt: skip
        if not old:
            return [self._event(source, "result", about=step.about, result=result)]
        # Given anew it takes the place of the old one, so that only one is shown.
        values = {"result": result}
        return [self._event(source, "detail", target=old[-1].id, values=values, anew=True)]

    def _close(self, source: Input, case: Case, how: str) -> list[NewEvent]:
        closed = case.around.closed
        if how and closed != how:
            self._c.say(said_of(case, how))
            return [self._event(source, "case_closed", how=how)]
        if not how and closed:
            return [self._event(source, "case_closed", how="reopened")]
        self._c.say("The case is settled." if closed else "It stays open.")
        return []

    def settled(self, source: Input) -> list[NewEvent]:
        """``z y``: a case that is over opens again; one that is open is asked how it ended."""
        return ask_closed(self._c, source)
