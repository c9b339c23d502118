"""What in a letter would work against its writer: threats, insults, shouting.

It only names the words; what becomes of them is the writer's choice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from callmate.text import fold

Kind = Literal["threat", "insult", "capitals", "exclamation"]

WHY: Final = {
    "threat": "a threat",
    "insult": "an insult",
    "capitals": "capitals read as shouting",
    "exclamation": "exclamation marks read as shouting",
}
"""What a finding is called."""

THREATS: Final = (
    "or else", "you will regret", "you'll regret", "you will be sorry", "you'll be sorry",
    "you will pay for", "you'll pay for", "i will sue", "i'll sue", "sue you", "sue your",
    "sue them", "see you in court", "take you to court", "my lawyer", "my lawyers",
    "my solicitor", "my attorney", "legal action", "i will ruin", "i'll ruin", "ruin you",
    "destroy you", "i will destroy", "i know where you", "i will find you", "i'll find you",
    "watch your back", "last warning", "final warning", "i am warning you", "i'm warning you",
    "make you pay", "get you fired", "have you fired", "lose your job", "burn down", "kill you",
    "hurt you", "all over social media", "name and shame", "blacken your name",
)  # fmt: skip

INSULTS: Final = frozenset(
    [
        "idiot",
        "idiots",
        "idiotic",
        "stupid",
        "stupidity",
        "moron",
        "morons",
        "moronic",
        "imbecile",
        "imbeciles",
        "cretin",
        "cretins",
        "fool",
        "fools",
        "dumb",
        "clown",
        "clowns",
        "incompetent",
        "incompetence",
        "useless",
        "worthless",
        "pathetic",
        "disgusting",
        "disgrace",
        "scum",
        "scumbag",
        "scumbags",
        "liar",
        "liars",
        "crook",
        "crooks",
        "crooked",
        "thief",
        "thieves",
        "scammer",
        "scammers",
        "con-artists",
        "parasite",
        "parasites",
        "lazy",
        "brainless",
        "clueless",
        "garbage",
        "trash",
        "rubbish",
        "joke",
        "damn",
        "damned",
        "bloody",
        "hell",
        "crap",
        "crappy",
        "bullshit",
        "shit",
        "shitty",
        "shits",
        "bastard",
        "bastards",
        "bitch",
        "bitches",
        "arse",
        "arsehole",
        "arseholes",
        "ass",
        "asshole",
        "assholes",
        "fuck",
        "fucks",
        "fucked",
        "fucker",
        "fucking",
        "wanker",
        "wankers",
        "twat",
        "prick",
        "dick",
        "dickhead",
        "piss",
        "pissed",
    ]
)

CALLS_NAMES: Final = frozenset({"joke", "rubbish", "hell", "trash", "garbage", "lazy", "fool"})
"""Words that are harmless of things and insults of people: only with one of the words below."""
POINTING: Final = frozenset({"you", "your", "you're", "are", "is", "a", "what"})

SHOUTED: Final = 5
"""So many letters in one word of capitals are shouting; shorter ones may be an abbreviation."""

_WORD = re.compile(r"[^\W_]+(?:['’*#@$-]+[^\W_]*)*", re.UNICODE)
_EXCLAIMED = re.compile(
    r"[!?\u203c\u2049\uff01\uff1f]*[!\u203c\u2049\uff01][!?\u203c\u2049\uff01\uff1f]*"
)
_STARRED = re.compile(r"[fscbw][*#@$]{2,}\w*|f[*#@$]+\w*|sh[*#@$]+t\w*")
MANY_MARKS: Final = 2
"""A letter with more exclamation marks than this sounds excited, however they are spread."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that would work against the writer: of what kind, and where (characters)."""

    kind: Kind
    words: str
    start: int

    @property
    def why(self) -> str:
        return WHY[self.kind]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    plain: str
    start: int


def check(text: str, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """What stands out in a text, in its order.

    ``known`` are names and numbers that may be written in capitals: the company, a reference.
    """
    words = [_Word(m[0], _plain(m[0]), m.start()) for m in _WORD.finditer(text)]
    found = [*_threats(words), *_insults(words), *_capitals(text, words, known), *_marks(text)]
    return tuple(sorted(found, key=lambda one: (one.start, one.kind)))


def _plain(word: str) -> str:
    return fold(word).replace("’", "'")


def _threats(words: Sequence[_Word]) -> Iterator[Finding]:
    plain = [word.plain for word in words]
    for phrase in THREATS:
        parts = phrase.split()
        for index in range(len(words) - len(parts) + 1):
            if plain[index : index + len(parts)] == parts:
                said = " ".join(word.text for word in words[index : index + len(parts)])
                yield Finding("threat", said, words[index].start)


def _insults(words: Sequence[_Word]) -> Iterator[Finding]:
    for index, word in enumerate(words):
        is_rude = word.plain in INSULTS
        if is_rude and word.plain in CALLS_NAMES:
            is_rude = index > 0 and words[index - 1].plain in POINTING
        if is_rude or _STARRED.fullmatch(word.plain):
            yield Finding("insult", word.text, word.start)


def _capitals(text: str, words: Sequence[_Word], known: Collection[str]) -> Iterator[Finding]:
    """Runs of two or more words in capitals, or one long one; a word with a digit is a number."""
    spared = {part for name in known for part in _plain(name).split()}
    run: list[_Word] = []
    for word in [*words, _Word("", "", len(text))]:
        if _is_loud(word.text) and word.plain not in spared and _follows(text, run, word):
            run.append(word)
            continue
        yield from _shouted(run)
        run = [word] if _is_loud(word.text) and word.plain not in spared else []


def _follows(text: str, run: Sequence[_Word], word: _Word) -> bool:
    """Whether only spaces and plain marks stand between the run and the word, on one line."""
    if not run:
        return True
    between = text[run[-1].start + len(run[-1].text) : word.start]
    return "\n" not in between and not any(char.isalnum() for char in between)


def _shouted(run: Sequence[_Word]) -> Iterator[Finding]:
    letters = sum(len(word.text) for word in run)
    if len(run) > 1 and letters > SHOUTED or run and letters >= SHOUTED:
        yield Finding("capitals", " ".join(word.text for word in run), run[0].start)


def _is_loud(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return (
        len(letters) > 1
        and all(char.isupper() for char in letters)
        and not any(char.isdigit() for char in word)
    )


def _marks(text: str) -> Iterator[Finding]:
    runs = list(_EXCLAIMED.finditer(text))
    for run in runs:
        if len(run[0]) > 1:
            yield Finding("exclamation", run[0], run.start())
    single = [run for run in runs if len(run[0]) == 1]
    if len(single) > MANY_MARKS:
        yield Finding("exclamation", f"! {len(single)} times", single[0].start())
