"""A whole case from new to resolved by keys alone, as steps that a kill may come between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.e2e.window import Window

CTRL_N, CTRL_O, ESCAPE, ENTER, TAB = "\x0e", "\x0f", "\x1b", "\r", "\t"
BACK_TAB: Final = "\x1b[Z"


@dataclass(frozen=True, slots=True)
class Step:
    """Keys, and what then stands on the screen.

    ``back`` are the keys that bring a person there again who finds the program killed after the
    step and opens it anew; ``found`` is what they see before they press any of them.
    """

    name: str
    keys: tuple[str, ...]
    sees: tuple[str, ...]
    found: tuple[str, ...] = ("Acme Gas",)
    back: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    """What stands there after those keys, where it is not what stood there before."""


def lines(*texts: str) -> tuple[str, ...]:
    """Lines of the preparation, each kept with enter."""
    return tuple(text + ENTER for text in texts)


PREPARE: Final = (
    Step("whom", (CTRL_N, *lines("Acme Gas", "0800 555 19")), ("TYPING Menu path",),
         back=(CTRL_O, ENTER, ENTER)),
    Step("what", (TAB, *lines("meter left off", "repair", "gas back on today", "by noon tomorrow")),
         ("TYPING Fair to all?", "WANT gas back on today"), back=(CTRL_O, TAB, *[ENTER] * 4)),
    Step("half a line", ("yes: every", ), ("TYPING Fair to all?: yes: every",),
         found=("TYPING Fair to all?: yes: every",)),
    Step("the rest of it", ("one has gas" + ENTER,), ("HAVE READY",), back=(CTRL_O, TAB, TAB)),
    Step("the numbers", lines("7730229144"), ("TYPING Order",), back=(CTRL_O, TAB, TAB, ENTER)),
    Step("to say", (TAB, *lines("Our meter was changed and the gas left off. Who can relight it?",
                                "a neighbour could let you in", "Is a return visit free?")),
         ("? Is a return visit free?",), back=(CTRL_O, TAB, TAB, TAB, ENTER, ENTER)),
    Step("this call", (ENTER, *lines("calm", "20")), ("TYPING At the device",),
         back=(CTRL_O, *[TAB] * 4, ENTER, ENTER)),
    Step("ready", (ESCAPE,), ("I D L E", "WANT gas back on today", "space")),
)  # fmt: skip

CALL: Final = (
    Step("a call", (" ", "r", "Janice, service" + ENTER), ("T A L K I N G", "▸ rep Janice")),
    Step("refused", ("a", ENTER, "x"), ("✗ refused: gas back on today",)),
    Step("half a promise", ("p", "someone out by fri"), ("TYPING promise: someone out by fri",),
         found=("TYPING promise: someone out by fri",)),
    Step("promised", ("day 5pm" + ENTER,), ("◆ promise: someone out",)),
    Step("the wrap-up while on hold", ("h", "z", "v", "1"), ("O N   H O L D", "yes listened"),
         found=("O N   H O L D",), back=("z", "v")),
    Step("back from hold", ("h",), ("T A L K I N G", "◆ promise: someone out")),
    Step("ended", ("e", "e"), ("I D L E", "WRAP-UP"), found=("WRAP-UP",)),
)  # fmt: skip

AFTER: Final = (
    Step("marks", ("2", "5", "5"), ("WRAP-UP", "yes listened", "no  owned it"),
         found=("WRAP-UP",)),
    Step("own words, half typed", ("6", "argued for"), ("argued for",), found=("argued for",)),
    Step("own words", (" ten minutes" + ENTER,), ("argued for ten minutes",), found=("WRAP-UP",)),
    Step("what it brought", (ENTER, "4"), ("4 ●", "nothing"), found=("yourself",),
         back=(BACK_TAB,)),
    Step("oneself", (ENTER, "1"), ("yes I was polite",), found=("yes I was polite",)),
    Step("wrapped up", (ENTER,), ("I D L E", "= the call brought nothing"), found=("someone out",)),
)  # fmt: skip

BETWEEN: Final = (
    Step("the plan", ("p",), ("PLAN FOR THE NEXT CALL", "ask again"), found=("someone out",),
         back=("p",)),
    Step("the company", ("o",), ("Acme Gas: MAP",), found=("someone out",), back=("o",)),
    Step("a letter", ("l", "1"), ("LETTER  complaint", "To: Acme Gas"), found=("someone out",),
         back=("l", "1")),
    Step("the letter kept", ("1",), ("LETTER  complaint", "Saved: "),
         found=("letter drafted: complaint",), there=("letter drafted: complaint",)),
    Step("what is due", ("d",), ("DUE",), found=("someone out",), back=("d",)),
    Step("half a break", (ESCAPE, "z", "h", "3 da"), ("TYPING break until", "): 3 da"),
         found=("TYPING break until", ": 3 da"),
         there=("TYPING break until: 3 da",)),
    Step("a break", ("ys" + ENTER,), ("KEYS ON", "◌ a break until"), found=("◌ a break until",)),
)  # fmt: skip

SECOND: Final = (
    Step("the second call", (" ", "r", "Porsche" + ENTER), ("T A L K I N G", "▸ rep Porsche")),
    Step("a manager", ("m", "g", "z", "s", "Mr Hale" + ENTER), ("▸ rep Mr Hale",)),
    Step("granted", ("a", ENTER, "g"), ("✓ granted: gas back on today",)),
    Step("kept", ("z", "k"), ("✓ promise kept",)),
    Step("an answer", ("z", "q", "yes, it is free" + ENTER), ("yes, it is free",)),
    Step("its end", ("e", "e"), ("I D L E", "WRAP-UP"), found=("WRAP-UP",)),
    Step("to what it brought", (TAB,) * 4, ("wanted   gas back on today",), found=("WRAP-UP",),
         back=(TAB,) * 4),
    Step("all of it", ("1",), ("1 ●", "all you wanted"), found=("settled?",), back=(BACK_TAB,)),
    Step("settled?", (ENTER,), ("settled?",), found=("settled?",)),
    Step("settled", ("1",), ("● yes",), found=("No case is open.",), there=("KEYS ON",)),
)  # fmt: skip


def walk(window: Window, step: Step) -> Window:
    """Press a step's keys, letter by letter where letters are keys, and see what it says."""
    type_in(window, step.keys)
    return window.see(*step.sees)


def type_in(window: Window, pressed: tuple[str, ...]) -> None:
    """Text goes at once; before a letter that is a key, and after Escape, a person's pause."""
    before = ESCAPE
    for keys in pressed:
        pause = before == ESCAPE or (len(keys) == 1 and keys.isalnum())
        (window.press if pause else window.send)(keys)
        before = keys


def again(window: Window, step: Step) -> Window:
    """After a kill: what stands there, and the way back to where the step had led."""
    window.see(*step.found)
    type_in(window, step.back)
    return window.see(*(step.there or step.sees))


WALK: Final = (*PREPARE, *CALL, *AFTER, *BETWEEN, *SECOND)
