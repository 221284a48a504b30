"""A figure written out: a sum of products of unknown numbers, so that two of them can be subtracted.

    carbon = 1460 x [grid] x [PUE] x [watts at that load] + 0.04 x [kg of the server] x [1 / life]

A leaf with a range is an unknown. Leaves that are equal (the same origin and the same numbers; of a
table the same cell) are the same unknown wherever they stand. A step that is no product, sum, scaling,
quotient or curve is an unknown of its own, the same one wherever it was made of the same figures in
the same way: that may leave a range too wide, never too narrow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, assert_never

from carbongate.figure import Assumed, Declared, Derived, Figure, Looked, Measured

T = TypeVar("T")

Product = tuple[int, ...]  # unknowns in rising order
Terms = Mapping[Product, float]

NOTHING: Terms = {}
# A product of two sums that has more terms than these is not multiplied out.
MOST_TERMS = 32
LINE_NUMBER = re.compile(r":\d+(?=:|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """What an unknown is at each value of another: `values` at rising `points`, straight lines between."""

    load: int
    points: tuple[float, ...]
    values: tuple[Terms, ...]

    def at(self, load: float) -> Terms:
        """What it is there: level before the first point, straight on behind the last."""
        points = self.points
        right = next((i for i, point in enumerate(points) if point >= load), len(points) - 1)
        if right == 0:
            return self.values[0]
        part = (load - points[right - 1]) / (points[right] - points[right - 1])
        return added(
            {product: much * weight for product, much in value.items()}
            for value, weight in zip(
                self.values[right - 1 : right + 1], (1 - part, part), strict=True
            )
            if weight
        )


@dataclass(slots=True)
class Unknowns:
    """The unknowns of some figures, by number, and what is known of each.

    Holds the figures it has written out, so that their identities last.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rests: list[frozenset[int]] = field(default_factory=list)  # itself, or what its line rests on
    lines: dict[int, Line] = field(default_factory=dict)
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _inverse: dict[int, int] = field(default_factory=dict)
    _keys: dict[int, tuple[Figure, int]] = field(default_factory=dict)
    _known_keys: dict[tuple[object, ...], int] = field(default_factory=dict)
    _written: dict[int, tuple[Figure, Terms]] = field(default_factory=dict)
    _joined: dict[tuple[Product, Product], Product] = field(default_factory=dict)

    def terms(self, figure: Figure) -> Terms:
        """The figure as a sum of products."""
        known = self._written.get(id(figure))
        return known[1] if known else inside_out(figure, self._written, open_inputs, self._write)

    def key(self, figure: Figure) -> int:
        """The same number for figures that are the same unknown."""
        return inside_out(figure, self._keys, all_inputs, self._name)

    def joined(self, left: Product, right: Product) -> Product:
        """The product of two products. An unknown and one over it leave nothing; where two of its
        factors would rest on the same unknown, the second becomes an unknown of its own."""
        if not left or not right:
            return left or right
        known = self._joined.get((left, right))
        if known is None:
            known = self._joined[left, right] = self._join(left, right)
        return known

    def _join(self, left: Product, right: Product) -> Product:
        factors = list(left)
        for factor in right:
            if (against := self._inverse.get(factor)) in factors:
                factors.remove(against)
                continue
            taken = frozenset[int]().union(*(self.rests[one] for one in factors))
            while self.rests[factor] & taken:
                factor = self._unknown(("again", factor), self.low[factor], self.high[factor])
            factors.append(factor)
        return tuple(sorted(factors))

    def times(self, left: Terms, right: Terms, factor: float = 1.0) -> dict[Product, float]:
        """Each term with each."""
        found: dict[Product, float] = {}
        for one, much in left.items():
            for other, more in right.items():
                product = self.joined(one, other)
                found[product] = found.get(product, 0.0) + much * more * factor
        return found

    def new(self, low: float, high: float) -> int:
        """An unknown that nothing else is."""
        number = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.rests.append(frozenset((number,)))
        return number

    def _unknown(self, key: tuple[object, ...], low: float, high: float) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self.new(low, high)
        return number

    def _alone(self, figure: Figure) -> Terms:
        """The figure as one unknown, or as the number that it is."""
        if figure.low == figure.high:
            return {(): figure.high} if figure.high else NOTHING
        return {(self._unknown((self.key(figure),), figure.low, figure.high),): 1.0}

    def _write(self, figure: Figure) -> Terms:
        origin = figure.origin
        if figure.low == figure.high or not isinstance(origin, Derived):
            return self._alone(figure)
        match origin.step:
            case "product":
                return self._product(figure, *origin.inputs)
            case "sum":
                return added(self._written[id(part)][1] for part in origin.inputs)
            case "scaled":
                (part,) = origin.inputs
                factor = figure.high / part.high
                return {of: much * factor for of, much in self._written[id(part)][1].items()}
            case "quotient":
                above, below, *_ = origin.inputs
                return self.times(self._written[id(above)][1], self._one_over(below))
            case "least":
                return self._least(figure, *origin.inputs)
            case "between":
                return self._between(figure)
            case None:
                return self._alone(figure)
            case tuple():
                values = tuple(self._written[id(part)][1] for part in origin.inputs[1:])
                return self._line(figure, origin.inputs[0], origin.step, values)
            case _:
                assert_never(origin.step)

    def _product(self, figure: Figure, one: Figure, other: Figure) -> Terms:
        left, right = self._written[id(one)][1], self._written[id(other)][1]
        if min(len(left), len(right)) > 1 and len(left) * len(right) > MOST_TERMS:
            if len(left) < len(right):
                right = self._alone(other)
            else:
                left = self._alone(one)
        return self.times(left, right, figure.high / (one.high * other.high))

    def _one_over(self, figure: Figure) -> Terms:
        """One over a divisor: of each factor where it is a product, else of the whole."""
        written = self._written[id(figure)][1]
        if len(written) > 1:
            written = self._alone(figure)
        ((product, much),) = written.items()
        return {tuple(sorted(self._against(factor) for factor in product)): 1 / much}

    def _against(self, unknown: int) -> int:
        number = self._unknown(("one over", unknown), 1 / self.high[unknown], 1 / self.low[unknown])
        self._inverse[number] = unknown
        self._inverse[unknown] = number
        return number

    def _least(self, figure: Figure, one: Figure, other: Figure) -> Terms:
        """The smaller of a number and one without doubt: a line that bends there."""
        same = figure.high == min(one.high, other.high)
        if other.low != other.high or other.high <= 0 or not same:
            return self._alone(figure)
        bound: Terms = {(): other.high}
        return self._line(figure, one, (0.0, other.high, 2 * other.high), (NOTHING, bound, bound))

    def _between(self, figure: Figure) -> Terms:
        """Somewhere between limits. How far is one unknown for the same limits, whatever they are: what
        decides it, such as the load that an autoscaler answers, is not changed with them."""
        whose = figure
        while isinstance(whose.origin, Derived) and whose.origin.step == "between":
            whose = whose.origin.inputs[0]
        words = whose.origin.where if isinstance(whose.origin, Declared) else self.key(whose)
        how_far = self._unknown(("how far between", words), 0.0, 1.0)
        ends: list[Terms] = [{(): end} for end in (figure.low, figure.best, figure.high)]
        return self._over(figure, how_far, (0.0, 0.5, 1.0), tuple(ends))

    def _line(
        self, figure: Figure, load: Figure, points: tuple[float, ...], values: tuple[Terms, ...]
    ) -> Terms:
        if load.low == load.high:
            return Line(-1, points, values).at(load.high)
        number = self._unknown((self.key(load),), load.low, load.high)
        return self._over(figure, number, points, values)

    def _over(
        self, figure: Figure, load: int, points: tuple[float, ...], values: tuple[Terms, ...]
    ) -> Terms:
        below = {factor for value in values for product in value for factor in product}
        rests = frozenset[int]().union(*(self.rests[factor] for factor in below))
        if load in rests or load in self.lines:
            return self._alone(figure)
        unknown = self._unknown((self.key(figure),), figure.low, figure.high)
        self.lines[unknown] = Line(load, points, values)
        self.rests[unknown] = rests | {load}
        return {(unknown,): 1.0}

    def _name(self, figure: Figure) -> int:
        numbers = (figure.low, figure.best, figure.high, figure.unit)
        key: tuple[object, ...]
        match figure.origin:
            case Looked(table=table, row=row, column=column):
                key = ("cell", table, row, column)
            case Declared(where=where):
                key = ("declared", LINE_NUMBER.sub("", where))
            case Assumed(why=why):
                key = ("assumed", why)
            case Measured(meter=meter):
                key = ("measured", meter)
            case Derived(how=how, inputs=inputs):
                key = ("derived", how, *(self._keys[id(part)][1] for part in inputs))
            case _:
                assert_never(figure.origin)
        return self._known_keys.setdefault((*numbers, *key), len(self._known_keys))


def inside_out(
    figure: Figure,
    known: dict[int, tuple[Figure, T]],
    inputs: Callable[[Figure], tuple[Figure, ...]],
    make: Callable[[Figure], T],
) -> T:
    """What `make` makes of a figure after it was made of its inputs; without recursion, each once."""
    stack = [figure]
    while stack:
        last = stack[-1]
        if id(last) in known:
            stack.pop()
            continue
        missing = [part for part in inputs(last) if id(part) not in known]
        if missing:
            stack.extend(missing)
        else:
            known[id(last)] = (last, make(last))
            stack.pop()
    return known[id(figure)][1]


def all_inputs(figure: Figure) -> tuple[Figure, ...]:
    """The figures that a figure was made of."""
    return figure.origin.inputs if isinstance(figure.origin, Derived) else ()


def open_inputs(figure: Figure) -> tuple[Figure, ...]:
    """Those inputs of a figure that have to be written out before it."""
    origin = figure.origin
    if figure.low == figure.high or not isinstance(origin, Derived) or origin.step is None:
        return ()
    return origin.inputs


def added(sums: Iterable[Terms]) -> Terms:
    """The sum of some sums."""
    found: dict[Product, float] = {}
    for terms in sums:
        for product, much in terms.items():
            found[product] = found.get(product, 0.0) + much
    return found
