"""Reads a line that is as callmate writes it, quickly.

Such a line is in canonical form, so its hashes are those of slices of its own text: nothing has to
be written again to be compared, but the body, where JSON has more than one spelling of a value.
Whatever is unusual, right or wrong, is left to the reader that judges.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any, Final, NoReturn

from callmate.store.lanes.chain import Link, dumped

Doc = dict[str, Any]


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"a stored value must not be a fraction: {text}")


_body_at = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse).raw_decode

# What a text, a hash or a salt holds is looked at afterwards: not to look twice is faster.
_TEXT: Final = r'"([^"]*)"'
_WHOLE: Final = r"(0|-?[1-9][0-9]{0,17})"
_HASH: Final = r'"([^"]{64})"'
_BEGIN: Final = re.compile(rf'"([1-9][0-9]{{0,17}})": (\{{"at":{_TEXT},)')
_BODY: Final = '"body":'
_AFTER_BODY: Final = ',"boot":"'
_END: Final = re.compile(
    rf'("boot":{_TEXT},"call":(?:null|{_TEXT}),"case":{_TEXT},"cause":(?:null|{_TEXT}),'
    rf'"clock":{_TEXT},"digest":{_HASH},"id":{_TEXT},"kind":{_TEXT},"lane":{_TEXT},'
    rf'"mono":{_WHOLE},"n":{_WHOLE},"prev":{_HASH},)'
    r'(?:"salt":"([^"]{32})",)?'
    rf'("v":{_WHOLE}\}})'
)
_ESCAPED: Final = bytes([*range(32), ord("\\"), 127])
"""What stands in no text that is spelled as it is, but for quotation marks."""


def good_line(text: str, link: Link, lane: str) -> tuple[int, Doc] | None:
    """The length and the document of the event that ``text`` begins with; ``link`` moves on to it.

    None, and ``link`` is as it was, unless it is plainly the next one of ``lane`` ("": of any).
    """
    begin = _BEGIN.match(text)
    if begin is None:
        return None
    number, first, at = begin.groups()
    body_text: str | None = None
    after = begin.end()
    if text.startswith(_BODY, after):
        # No string of the header holds a quotation mark, so the last of these is the header's.
        stop = text.rfind(_AFTER_BODY)
        body_text, after = text[after + len(_BODY) : stop], stop + 1
    end = _END.match(text, after)
    if end is None:
        return None
    (
        middle, boot, call, case, cause, clock, digest, id_, kind, of_lane, mono, place, prev,
        salt, last, version,
    ) = end.groups()  # fmt: skip
    n = link.n + 1
    if prev != link.hash or not number == place == str(n) or (lane and of_lane != lane):
        return None
    doc: Doc = {
        "at": at, "boot": boot, "call": call, "case": case, "cause": cause, "clock": clock,
        "digest": digest, "id": id_, "kind": kind, "lane": of_lane, "mono": int(mono), "n": n,
        "prev": prev, "v": int(version),
    }  # fmt: skip
    if body_text is not None and salt is not None:
        body = _body_of(body_text, salt, digest)
        if body is None:
            return None
        doc["body"], doc["salt"] = body, salt
    elif body_text is not None or salt is not None:
        return None
    header = f"{first}{middle}{last}".encode("latin-1")
    if not header.isascii() or len(header.translate(None, _ESCAPED)) != len(header):
        return None
    link.n, link.clock, link.hash = n, clock, sha256(header).hexdigest()
    return end.end(), doc


def _body_of(text: str, salt: str, digest: str) -> Doc | None:
    """The body that is spelled so and not otherwise, and has this digest; None if there is none."""
    try:
        salted = bytes.fromhex(salt)
        body: object = _body_at(text)[0]
        if not isinstance(body, dict) or dumped(body) != text or salted.hex() != salt:
            return None
    except (ValueError, RecursionError):
        return None
    return body if sha256(salted + text.encode("latin-1")).hexdigest() == digest else None
