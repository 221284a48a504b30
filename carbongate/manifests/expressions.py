"""GitHub's `${{ }}` expressions, as far as a workflow file alone decides them.

A value is known, guessed, or unknown. `vars.RUNNER || 'ubuntu-latest'` is a guess at its last
alternative; `github.repository == 'me/mine'` is a guess at true, since the repository at hand is the
one that its own workflows mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

PART = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))(?![\w.])"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>\|\||&&|==|!=|<=|>=|[!<>()\[\].,*]))"
)
LONGEST = 4000  # characters of an expression
DEEPEST = 40
OWN = ("github.repository", "github.repository_owner")


class Unknown:
    """Stands for a value that the file does not decide."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Guess:
    """A value, and whether it is more than a guess. `path` is the context it was read from."""

    value: Any
    sure: bool = True
    path: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not UNKNOWN

    @property
    def true(self) -> bool:
        """Whether it counts as true."""
        return self.value not in (UNKNOWN, None, False, 0, "")


NOTHING = Guess(UNKNOWN, sure=False)
Contexts = Mapping[str, Any]


class NoExpressionError(ValueError):
    """A text that is not in the language of expressions, or too long to be looked at."""


def resolve(value: Any, contexts: Contexts) -> Guess:
    """A value of a workflow with its expressions worked out; a text that is one keeps its type."""
    if not isinstance(value, str) or "${{" not in value:
        return Guess(value)
    whole = PART.fullmatch(value.strip())
    if whole and "${{" not in whole[1]:
        return evaluate(whole[1], contexts)
    parts: list[str] = []
    sure = True
    position = 0
    for found in PART.finditer(value):
        guess = evaluate(found[1], contexts)
        if not guess.known:
            return NOTHING
        sure = sure and guess.sure
        parts.extend((value[position : found.start()], text_of(guess.value)))
        position = found.end()
    return Guess("".join((*parts, value[position:])), sure)


def condition(value: Any, contexts: Contexts) -> Guess:
    """What `if:` says, which needs no braces; unknown where nothing is said."""
    if isinstance(value, str) and "${{" not in value:
        return evaluate(value, contexts)
    return resolve(value, contexts) if value is not None else NOTHING


def evaluate(text: str, contexts: Contexts) -> Guess:
    """The value of one expression; unknown for what is no expression."""
    if len(text) > LONGEST:
        return NOTHING
    try:
        reader = Reader(tokens(text), contexts)
        guess = reader.either(DEEPEST)
    except NoExpressionError:
        return NOTHING
    return guess if reader.ended else NOTHING


def tokens(text: str) -> list[tuple[str, str]]:
    """Kind and text of each token."""
    found: list[tuple[str, str]] = []
    position = 0
    text = text.strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise NoExpressionError
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class Reader:
    """Works out an expression while it reads it, one method for each level of precedence."""

    def __init__(self, items: list[tuple[str, str]], contexts: Contexts) -> None:
        self.items = items
        self.contexts = contexts
        self.position = 0

    @property
    def ended(self) -> bool:
        """Whether all of it has been read."""
        return self.position == len(self.items)

    def sign(self, *wanted: str) -> str:
        """Takes the next token if it is one of these signs."""
        if not self.ended:
            kind, text = self.items[self.position]
            if kind == "sign" and text in wanted:
                self.position += 1
                return text
        return ""

    def expect(self, wanted: str) -> None:
        """Takes a sign that must come now."""
        if not self.sign(wanted):
            raise NoExpressionError

    def either(self, depth: int) -> Guess:
        """`a || b`: the first that is true."""
        if depth <= 0:
            raise NoExpressionError
        left = self.both(depth)
        while self.sign("||"):
            right = self.both(depth)
            left = left if left.true else Guess(right.value, left.sure and right.sure)
        return left

    def both(self, depth: int) -> Guess:
        """`a && b`: the first that is not true, else the last."""
        left = self.compared(depth)
        while self.sign("&&"):
            right = self.compared(depth)
            if left.sure and not left.true:
                continue
            if right.sure and not right.true:
                left = Guess(False)  # whatever the left one is, it does not hold
            elif not left.known:
                left = NOTHING
            elif left.true:
                left = Guess(right.value, left.sure and right.sure)
        return left

    def compared(self, depth: int) -> Guess:
        """`a == b` and its kin; texts without regard to case."""
        left = self.single(depth)
        sign = self.sign("==", "!=", "<", ">", "<=", ">=")
        if not sign:
            return left
        right = self.single(depth)
        if sign in ("==", "!=") and (left.path in OWN or right.path in OWN):
            return Guess(sign == "==", sure=False)
        if not (left.known and right.known) or sign not in ("==", "!="):
            return NOTHING
        same = folded(left.value) == folded(right.value)
        return Guess(same == (sign == "=="), left.sure and right.sure)

    def single(self, depth: int) -> Guess:
        """`!a`, `(a)`, a literal, a function, or a value of a context."""
        if self.sign("!"):
            guess = self.single(depth - 1) if depth else NOTHING
            return Guess(not guess.true, guess.sure) if guess.known else NOTHING
        if self.sign("("):
            guess = self.either(depth - 1)
            self.expect(")")
            return guess
        if self.ended:
            raise NoExpressionError
        kind, text = self.items[self.position]
        self.position += 1
        match kind:
            case "text":
                return Guess(text[1:-1].replace("''", "'"))
            case "number":
                return Guess(int(text, 16) if "x" in text else float(text))
            case "name" if self.sign("("):
                return self.called(text, depth)
            case "name" if text.lower() in LITERALS:
                return Guess(LITERALS[text.lower()])
            case "name":
                return self.looked_up(text, depth)
            case _:
                raise NoExpressionError

    def called(self, name: str, depth: int) -> Guess:
        """A function: `fromJSON` and `format` are worked out, all others are unknown."""
        arguments: list[Guess] = []
        while not self.sign(")"):
            arguments.append(self.either(depth - 1))
            if not self.sign(","):
                self.expect(")")
                break
        guess = function(name.lower(), arguments)
        return self.steps(guess, name, depth)

    def looked_up(self, name: str, depth: int) -> Guess:
        """A value of a context by its path; unknown for contexts that the file does not decide."""
        known = name in self.contexts
        return self.steps(Guess(self.contexts[name]) if known else NOTHING, name, depth)

    def steps(self, guess: Guess, path: str, depth: int) -> Guess:
        """`.name` and `['name']` after a value."""
        while sign := self.sign(".", "["):
            if sign == "[":
                key = self.either(depth - 1)
                self.expect("]")
            elif self.sign("*"):
                key = NOTHING
            elif not self.ended and self.items[self.position][0] == "name":
                key = Guess(self.items[self.position][1])
                self.position += 1
            else:
                raise NoExpressionError
            path = f"{path}.{text_of(key.value)}" if key.known else ""
            guess = step(guess, key)
        return Guess(guess.value, guess.sure, path)


LITERALS: Mapping[str, Any] = {"true": True, "false": False, "null": None}


def step(guess: Guess, key: Guess) -> Guess:
    """An item of a value; what a known mapping lacks is nothing, unless it says it may be more."""
    if not (guess.known and key.known):
        return NOTHING
    value = guess.value
    if isinstance(value, dict):
        if key.value in value:
            return within(value[key.value], guess.sure and key.sure)
        return NOTHING if value.get(OPEN) else Guess(None, guess.sure and key.sure)
    if isinstance(value, list) and isinstance(key.value, float) and key.value.is_integer():
        position = int(key.value)
        return Guess(value[position] if 0 <= position < len(value) else None, guess.sure)
    return Guess(None, guess.sure)


def within(value: Any, sure: bool) -> Guess:
    """A value that a mapping holds, which may be a guess itself."""
    if isinstance(value, Guess):
        return Guess(value.value, value.sure and sure)
    return Guess(value, sure)


OPEN: Final = "\0open"  # the key of a mapping that may hold more than is known


def function(name: str, arguments: list[Guess]) -> Guess:
    """The functions that need nothing but their arguments."""
    if not arguments or not all(argument.known for argument in arguments):
        return NOTHING
    sure = all(argument.sure for argument in arguments)
    first = arguments[0].value
    if name == "fromjson" and isinstance(first, str):
        try:
            return Guess(json.loads(first, parse_constant=refuse), sure)
        except (ValueError, RecursionError):
            return NOTHING
    if name == "format" and isinstance(first, str):
        texts = [text_of(argument.value) for argument in arguments[1:]]
        filled = re.sub(
            r"\{(\d{1,2})\}", lambda m: texts[int(m[1])] if int(m[1]) < len(texts) else "", first
        )
        return Guess(filled, sure)
    return NOTHING


def refuse(constant: str) -> Any:
    """NaN and infinity are no JSON."""
    raise ValueError(constant)


def folded(value: Any) -> Any:
    """A value as GitHub compares it."""
    return value.lower() if isinstance(value, str) else value


def text_of(value: Any) -> str:
    """A value within a text, as GitHub writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
