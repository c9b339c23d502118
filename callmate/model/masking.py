"""Secrets that people type without thinking, masked in what leaves the program.

The store keeps what was typed; only a text for other people's eyes goes through here. Numbers
they gave for the case stay: they are the point of the log.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from callmate.text import MASK, mask

KEPT_WORDS: Final = r"case|ticket|reference|ref|confirmation|claim|order|tracking|incident"

_CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){11,18}\d(?!\w)")
_KEPT = re.compile(rf"(?i)\b(?:{KEPT_WORDS})\b[^\w\n]*(?:no|num|number|id|is)?[^\w\n]*$")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Z0-9])")
_SSN = re.compile(r"(?<![\w-])\d{3}([- ])\d{2}\1\d{4}(?![\w-])")
_SSN_TOLD = re.compile(
    r"(?i)\b((?:ssn|social(?: security)?(?: (?:no|number))?)\b\D{0,20}?)(\d{4,9})(?!\d)"
)
_CODE = re.compile(r"(?i)\b((?:cvv2?|cvc2?|cid|security code)\b\D{0,10}?)(\d{3,4})(?!\d)")
_BANK = re.compile(r"(?i)\b((?:routing|aba|rtn|sort code)\b\D{0,20}?)(\d[\d -]{4,9}\d)(?!\d)")
_BORN = re.compile(
    r"(?i)\b((?:dob|d\.o\.b\.?|date of birth|birth ?date|born(?: on)?)\b[^\d\n]{0,12}?)"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,2} [a-z]{3,9},? \d{4})"
)
_WORD = re.compile(
    r"(?i)\b((?:pin|passcode|one[- ]time code|otp|verification code|password)\b"
    r"(?:\s+(?:is|was|code|number)\b)?\s*[:=#]?\s*)(\S{4,})"
)
_HARMLESS: Final = ("reset", "change", "forg", "again", "prompt", "link", "protect", "was", "need")

_ACCOUNT = re.compile(
    r"(?i)\b((?:acct|account|a/c|policy|member|customer|loan|meter)\b(?:\s*(?:no|num|number|id)\b)?"
    r"\s*[.#:]*\s*(?:is\s+)?)((?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{4,19})\b"
)

HIDDEN: Final = "[hidden]"
"""In place of a secret that is not shown; the store keeps it."""
_GAPS: Final = str.maketrans("", "", " .-")


def masked(text: str, accounts: Collection[str] = (), keep: Collection[str] = ()) -> str:
    """``text`` with cards, bank and social security numbers, codes and ``accounts`` masked.

    What is in ``keep`` stays: a number of theirs, an account that is to be told.
    """
    for account in accounts:
        text = without(text, account.strip())
    text = _CARD.sub(_card, text)
    text = _IBAN.sub(lambda found: mask(found[0]) if _is_iban(found[0]) else found[0], text)
    text = _SSN.sub(_social, text)
    for told in (_SSN_TOLD, _CODE, _BANK, _BORN):
        text = told.sub(lambda found: f"{found[1]}{HIDDEN}", text)
    text = _WORD.sub(_secret, text)
    return _ACCOUNT.sub(
        lambda found: found[0] if found[2] in keep else f"{found[1]}{mask(found[2])}", text
    )


def without(text: str, account: str) -> str:
    """A text with an account masked, also where it is written with other gaps."""
    if _is_surely_without(text, account):
        return text
    parts = [re.escape(char) for char in account if char not in " .-"]
    if not parts:
        return text
    spelled = re.compile(rf"(?i)(?<!\w){'[ .-]?'.join(parts)}(?!\w)")
    return spelled.sub(lambda found: mask(account), text)


def _is_surely_without(text: str, account: str) -> bool:
    """Told quickly, for the many texts that know nothing of it: to look closely takes a pattern
    that has to be made first."""
    if not (text.isascii() and account.isascii()):  # what is one letter in another case is not
        return False
    return account.translate(_GAPS).lower() not in text.translate(_GAPS).lower()


def _card(found: re.Match[str]) -> str:
    digits = [int(char) for char in found[0] if char.isdigit()]
    if _KEPT.search(found.string[: found.start()]) or not _is_card(digits):
        return found[0]
    return MASK + "".join(str(digit) for digit in digits[-4:])


def _is_card(digits: list[int]) -> bool:
    """Whether the check digit is right (ISO/IEC 7812-1) and the first one is a card's."""
    whole = sum(
        digit if position % 2 == 0 else sum(divmod(2 * digit, 10))
        for position, digit in enumerate(reversed(digits))
    )
    return whole % 10 == 0 and digits[0] in (2, 3, 4, 5, 6)


def _is_iban(text: str) -> bool:
    """Whether the number is a bank account's (ISO 7064, mod 97-10)."""
    bare = text.replace(" ", "")
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _social(found: re.Match[str]) -> str:
    area, group, serial = re.split(r"[- ]", found[0])
    never = area in ("000", "666") or group == "00" or serial == "0000"
    kept = _KEPT.search(found.string[: found.start()])
    return found[0] if never or kept else HIDDEN


def _secret(found: re.Match[str]) -> str:
    word = found[2].casefold()
    return found[0] if word.startswith(_HARMLESS) else f"{found[1]}{HIDDEN}"
