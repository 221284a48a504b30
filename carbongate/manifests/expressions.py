"""GitHub's `${{ }}` expressions, as far as a workflow file alone decides them.

A value is known, guessed, or unknown. `vars.RUNNER || 'ubuntu-latest'` is a guess at its last
alternative; `github.repository == 'me/mine'` is a guess at true, since the repository at hand is the
one that its own workflows mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from carbongate.manifests.guesses import NOTHING, Guess, folded, function, step, text_of

PART = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))(?![\w.])"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>\|\||&&|==|!=|<=|>=|[!<>()\[\].,*]))"
)
LONGEST = 4000  # characters of an expression
DEEPEST = 40
OWN = ("github.repository", "github.repository_owner")


Contexts = Mapping[str, Any]
LITERALS: Mapping[str, Any] = {"true": True, "false": False, "null": None}


class NoExpressionError(ValueError):
    """A text that is not in the language of expressions, or too long to be looked at."""


def resolve(value: Any, contexts: Contexts) -> Guess:
    """A value of a workflow with its expressions worked out; a text that is one keeps its type."""
    if not isinstance(value, str) or "${{" not in value:
        return Guess(value)
    if len(value) > LONGEST:
        return NOTHING
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
