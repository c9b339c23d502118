#!/usr/bin/env python3
"""Checks the record of a case that callmate wrote: was it changed after it was written?

    python3 verify_case.py EVIDENCE.zip [--code K7QD-2M9X-P4TB] [--list]   or a folder, or lanes

It needs Python 3.8 or later and nothing else. The record is the lane files. Each holds one event
a line, as JSON with sorted keys and no spaces. "digest" is the SHA-256 of the event's salt and
body, "prev" that of the event before without salt and body (64 zeros in the first); so what is
changed, left out, put in or moved does not fit its neighbours. Where the owner had words
forgotten, salt and body are gone, and the rest fits. That the end was cut off shows only by a head
code that somebody kept: the first 60 bits, in Crockford's base 32, of the SHA-256 of "callmate
head 1" and a line "<lane> <number of events> <hash of the last>" for each lane by name.

This helps to show that a record was not changed later, not that it was true when it was written.
Exit status: 0 if all is as it was written, 1 if not, 2 if it cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

HEAD = b'{"events": {'
LONGEST_LINE = 16 * 1024 * 1024
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HEADER: dict[str, Any] = {
    **dict.fromkeys(("at", "boot", "case", "clock", "digest", "id", "kind", "lane"), (str,)),
    "prev": (str,), **dict.fromkeys(("call", "cause"), (str, type(None))),
    **dict.fromkeys(("mono", "n", "v"), (int,)),
}  # fmt: skip
MOST_TRIED = 3_000_000


class Lane:
    """One lane file, read from its start; ``wrong`` is the first thing that does not fit."""

    def __init__(self, name: str, open_file: Any) -> None:
        self.name, self.open = name, open_file
        self.case, self.stem = ["", *name.split("/")][-2], name.split("/")[-1][: -len(".json")]
        self.lane, self.count, self.forgotten, self.hash = "", 0, 0, "0" * 64
        self.last = self.wrong = foreign = ""
        self.is_lane, self.ends, cause = False, [], None
        for _, lane, n, hash_, event in self.steps():
            self.lane, self.count, self.hash, self.last = lane, n, hash_, event["at"]
            self.forgotten += "body" not in event
            # A call ends with the last event that was written together with its end.
            if event["kind"] == "call_end":
                self.ends.append((self.count, self.hash))
                cause = event["cause"]
            elif cause is not None and event["cause"] == cause:
                self.ends[-1] = (self.count, self.hash)
            else:
                cause = None
            if len(self.case) == 26 and event["case"] != self.case:
                foreign = foreign or f"event {self.count} is of case {event['case']}"
        if self.stem.endswith((".doubtful", ".missing")):  # as callmate marks what it was given
            foreign = foreign or "it was not whole before it was imported"
        self.wrong = self.wrong or foreign

    def steps(self) -> Iterator[tuple[str, str, int, str, Any]]:
        """Each event that fits, after what lanes are merged by and its hash; stops at the first
        that does not."""
        n, prev, lane, last = 0, "0" * 64, "", ""
        with self.open() as file:
            first = file.readline(LONGEST_LINE)
            self.is_lane = first.startswith(HEAD)
            rest = first[len(HEAD) :] if first != HEAD + b"\n" else b",\n"
            if not (self.is_lane and rest[:2] in (b",\n", b"}}")):
                self.wrong = "line 1: it does not begin as a lane of callmate does"
                self.is_lane = self.is_lane or any(read_line(line)[0] for line in file)
                return
            while rest == b",\n":
                n += 1
                event, rest, why = read_line(file.readline(LONGEST_LINE))
                why = why or misfit(event, n, prev, lane)
                if why:
                    at = str(event.get("at", "")) if event else ""
                    if "missing here" in why:
                        at = f"between {last} and {at}" if last else f"before {at}"
                    self.wrong = f"line {n + 1}: event {n}{f' ({at})' if at else ''} {why}"
                    return
                lane, last, prev = event["lane"], event["at"], header_hash(event)
                yield event["clock"], lane, n, prev, event
            rest += file.read(LONGEST_LINE)
            if rest[:2] != b"}}" or rest[2:].strip(b" \n"):
                self.wrong = f"line {n + 1}: behind event {n} stands what is no event"


def read_line(line: bytes) -> tuple[Any, bytes, str]:
    """The event on a line, the bytes behind it, and what is wrong with its spelling."""
    start = re.match(rb'"([1-9][0-9]*)": (?=\{)', line)
    try:
        text = line.decode("latin-1")
        event, end = DECODE(text, start.end() if start else len(text))
        same = text[start.end() if start else 0 : end] == canonical(event)
    except (ValueError, RecursionError):
        return None, b"", "cannot be read: its line was changed or is only a part"
    if not same or not start or start.group(1).decode("ascii") != str(event.get("n")):
        return event, b"", "was changed: it is not spelled as callmate spells it"
    return event, line[end:], ""


def misfit(event: Any, n: int, prev: str, lane: str) -> str:
    """Why an event is not the one that must follow; "" if it is."""
    for name, types in HEADER.items():
        if type(event.get(name, ...)) not in types:
            return f"was changed: its {name} is missing or of a wrong kind"
    if "body" in event or "salt" in event:
        body, salt = event.get("body"), event.get("salt")
        if not (isinstance(body, dict) and re.fullmatch("([0-9a-f]{2})*", str(salt))):
            return "was changed: its body or its salt is missing, or of a wrong form"
        salted = bytes.fromhex(salt) + canonical(body).encode("ascii")
        if hashlib.sha256(salted).hexdigest() != event["digest"]:
            return "was changed: what it says is not what was written"
    if lane and event["lane"] != lane:
        return f"was put in: it is of lane {event['lane']}"
    if event["n"] > n:
        return f"is missing here: event {event['n']} follows"
    if event["n"] < n:
        return f"is not here: event {event['n']} stands there, twice or out of its order"
    follows = event["prev"] == prev
    return "" if follows else "or the one before it was changed, or put in place of another"


DECODE = json.JSONDecoder(parse_float=int, parse_constant=int).raw_decode  # no fractions


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def header_hash(event: Any) -> str:
    header = {key: event[key] for key in event if key not in ("body", "salt")}
    return hashlib.sha256(canonical(header).encode("ascii")).hexdigest()


def code_number(heads: Iterable[tuple[str, int, str]]) -> int:
    """The code of lanes (name, number of events, hash), as a number."""
    text = "callmate head 1\n" + "".join(f"{name} {n} {end}\n" for name, n, end in sorted(heads))
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15], 16)


def spelled(number: int) -> str:
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def read_code(text: str) -> int:
    """A code as somebody wrote it, as a number."""
    letters = re.sub("[\\s\u2010-\u2014-]", "", text.upper())
    letters = letters.replace("O", "0").replace("I", "1").replace("L", "1")
    if not re.match(f"[{LETTERS}]{{12}}$", letters):
        raise argparse.ArgumentTypeError(f"“{text}” is no head code; one is like K7QD-2M9X-P4TB")
    return sum(LETTERS.index(one) << 5 * at for at, one in enumerate(reversed(letters)))


def point_of(lanes: Sequence[Lane], code: int) -> Any:
    """The last event of the record a code was made of, and how many it did not know; or None."""
    total, tried = sum(lane.count for lane in lanes), 0
    heads: dict[str, tuple[str, int, str]] = {}
    for done, (_, lane, n, hash_, event) in enumerate(heapq.merge(*map(Lane.steps, lanes)), 1):
        heads[lane] = (lane, n, hash_)
        if code_number(heads.values()) == code:
            return event, total - done
    for own in lanes if len(lanes) > 1 else []:
        # A window may not have known yet what others wrote before: each end of a call, and of the
        # lane, is tried with the others at any point.
        ends = [(own.lane, *end) for end in [*own.ends, (own.count, own.hash)]]
        tried, heads = tried + len(ends) * (1 + total - own.count), {}
        if tried > MOST_TRIED:
            break
        others = (one.steps() for one in lanes if one is not own)
        for step in heapq.merge([("", own.lane, 0, "", None)], *others):
            if step[2]:
                heads[step[1]] = step[1:4]
            for end in ends:
                if code_number([end, *heads.values()]) == code:
                    event = next(one[4] for one in own.steps() if one[2] == end[1])
                    return event, total - end[1] - sum(n for _, n, _ in heads.values())
    return None


def files_of(path: str) -> tuple[dict[str, Any], str]:
    """Every file in an archive or a folder and how to open it, and how the names of all begin."""
    if os.path.isdir(path):
        above, base = os.path.split(os.path.abspath(path))
        found = [os.path.join(at, name) for at, _, names in os.walk(path) for name in names]
        named = {os.path.relpath(one, above).replace(os.sep, "/"): one for one in found}
        return {name: partial(open, one, "rb") for name, one in named.items()}, f"{base}/"
    with open(path, "rb") as file:
        if not zipfile.is_zipfile(file):
            whole = os.path.abspath(path).replace(os.sep, "/")
            return {"/".join(whole.split("/")[-2:]): partial(open, path, "rb")}, "/"
    archive = zipfile.ZipFile(path)
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if len(set(names)) < len(names):
        raise zipfile.BadZipFile("a name stands in it twice")
    return {name: partial(archive.open, name) for name in names}, ""


def unlisted(files: dict[str, Any], prefix: str) -> Iterator[str]:
    """What differs from the list that the evidence has of its files."""
    if f"{prefix}manifest.json" not in files:
        return
    with files[f"{prefix}manifest.json"]() as file:
        listed = {prefix + name: said for name, said in json.load(file)["files"].items()}
    for name in sorted(set(files) | set(listed)):
        if name not in files:
            yield f"{name}: is in the list of files, and is not there"
        elif name in listed:
            hashed = hashlib.sha256()
            with files[name]() as file:
                any(map(hashed.update, iter(partial(file.read, 1 << 20), b"")))
            if hashed.hexdigest() != listed[name]["sha256"]:
                yield f"{name}: is not the file that was exported"
        elif name.startswith(f"{prefix}lanes/"):
            yield f"{name}: is not in the list of files"


def say(words: str) -> None:
    """Print with nothing in it that could steer a terminal."""
    told, known = "".join(one if one.isprintable() else "?" for one in words), sys.stdout.encoding
    print(told.encode(known or "ascii", "replace").decode(known or "ascii"))


def list_events(lanes: Sequence[Lane]) -> None:
    """Print what each event that fits says, in the order they were written."""
    for _, lane, n, _, event in heapq.merge(*map(Lane.steps, lanes), key=lambda step: step[:3]):
        told = json.dumps(event["body"], ensure_ascii=False) if "body" in event else "(removed)"
        say(f"{event['at']} {lane}, {n}: {event['kind']}  {told}")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check the record of a case that callmate wrote.")
    parser.add_argument("paths", metavar="FILE", nargs="+", help="an archive, a folder, or lanes")
    parser.add_argument("--code", type=read_code, help="a head code that somebody kept")
    parser.add_argument("--list", action="store_true", help="print what the lane files say")
    options = parser.parse_args(argv)
    status, lanes = 0, []
    for path in options.paths:
        try:
            files, prefix = files_of(path)
            for problem in unlisted(files, prefix):
                say(problem)
                status = 1
            told = [name for name in sorted(files) if re.search(r"/[^./][^/]*\.json$", name)]
            lanes += [Lane(name, files[name]) for name in told if name != f"{prefix}manifest.json"]
        except Exception as error:  # whatever a broken archive may lead to
            say(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}")
            status = 2
    if not lanes:
        say("No lane file was found.")
        return 2
    if options.list:
        list_events(lanes)
    return max(status, report(lanes, options.code))


def report(lanes: Sequence[Lane], code: int | None) -> int:
    """Say of each lane and case how it is; the exit status."""
    status, found = 0, False
    for case in sorted({lane.case for lane in lanes}):
        here = sorted((lane for lane in lanes if lane.case == case), key=lambda lane: lane.count)
        own = list({lane.lane: lane for lane in here if lane.count}.values())  # the longest copy
        for lane in here:
            good = f"good, {lane.count} events up to {lane.last}"
            good += f"; of {lane.forgotten} the words were removed" if lane.forgotten else ""
            say(f"{lane.name}: {'PROBLEM, ' + lane.wrong if lane.wrong else good}")
            status = max(status, 0 if not lane.wrong else 1 if lane.is_lane else 2)
        if any(lane.wrong for lane in here):
            say(f"case {case}: no head code, since the record is not whole")
        elif own:
            number = code_number((lane.lane, lane.count, lane.hash) for lane in own)
            say(f"case {case}: the head code is {spelled(number)}")
        at = point_of(own, code) if code is not None else None
        found = found or bool(at)
        if at:
            say(f"case {case}: the code given was made at event {at[0]['n']} of {at[0]['lane']}, "
                f"{at[0]['at']}; it did not know {at[1]} events of this record")  # fmt: skip
    say("Only the lane files are checked, and covered by a head code; report.txt and manifest.json "
        "could be made anew by anybody. What the lanes say: --list.")  # fmt: skip
    if code is None:
        say("That the end was cut off cannot be seen without a head code that somebody kept.")
    elif not found:
        say("No point of this record has the code that was given: it is of another case, or what "
            "it was made of was changed or cut off.")  # fmt: skip
    return status or int(code is not None and not found)


if __name__ == "__main__":
    sys.exit(main())
