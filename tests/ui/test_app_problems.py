"""What is wrong in a person's own files is named on the screen."""

from __future__ import annotations

from tests.ui.running import NARROW, Screen, run


def test_a_problem_is_said_on_the_status_line() -> None:
    async def body(screen: Screen) -> None:
        screen.app.problem("Your pack cards.toml has no line 3.")
        await screen.pilot.pause()
        assert "Your pack cards.toml has no line 3." in screen.text
        screen.app.problem("There is another.")
        await screen.pilot.pause()
        assert "Your pack cards.toml has no line 3; 1 more: callmate where" in screen.text

    run(body)


def test_on_a_small_screen_problems_are_named_until_a_key_is_pressed() -> None:
    async def body(screen: Screen) -> None:
        screen.app.problem("bad.toml, line 4, card 'Bad Card', key id: write something " * 3)
        screen.app.problem("config.toml is not TOML.")
        await screen.pilot.pause()
        last = next(line for line in screen.text.splitlines() if "bad.toml" in line)
        assert last.rstrip().endswith("…; 1 more: callmate where")
        await screen.press("space")
        assert "bad.toml" not in screen.text

    run(body, NARROW)


def test_a_problem_takes_the_place_of_no_other_message() -> None:
    async def body(screen: Screen) -> None:
        screen.person.desk.context.say("What one must know.")
        screen.app.problem("config.toml is not TOML.")
        await screen.pilot.pause()
        assert "What one must know." in screen.text
        assert "config.toml" not in screen.text

    run(body, NARROW)
