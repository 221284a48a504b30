"""Inventories: the header, what a row is, and the place of every mistake."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import Override
from carbongate.context import Context
from carbongate.errors import InputError
from carbongate.figure import Declared, Figure, Unit
from carbongate.machines import machine
from carbongate.manifests import inventory
from carbongate.manifests.inventory import COLUMNS
from carbongate.model import (
    Accelerator,
    Component,
    Compute,
    Kind,
    Memory,
    Network,
    Resource,
    Skipped,
    Storage,
)
from carbongate.overrides import overridden
from tests.manifests.trees import TABLES, file, read, readings

HEADER = ",".join(COLUMNS)
SIZE = Override(
    "*",
    vcpus=Figure.exact(16, Unit.VCPU, Declared("carbongate.yaml")),
    memory=Figure.exact(32, Unit.GIB, Declared("carbongate.yaml")),
)


def row(**cells: object) -> Resource:
    """The resource of one row with these cells."""
    cells = {"address": "a", **cells}
    text = ",".join(cells) + "\n" + ",".join(str(cell) for cell in cells.values()) + "\n"
    return readings(inventory, {"i.csv": text}).resource("a")


def parts(resource: Resource) -> list[type[Component]]:
    """The kinds of its components."""
    return [type(part) for part in resource.components]


def mistake(text: str | bytes) -> InputError:
    """What is wrong with an inventory."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(InputError) as caught:
        read(inventory, {"i.csv": content})
    assert caught.value.path == "i.csv"
    return caught.value


# ---- what is claimed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(HEADER + "\n", id="all columns"),
        pytest.param("type,address\n", id="two columns in any order"),
        pytest.param("\ufeffaddress,vcpus\n", id="with a byte order mark"),
        pytest.param('"address","type"\r\n', id="quoted, with Windows line ends"),
        pytest.param("Address, Type\n", id="in another case, with spaces"),
        pytest.param("address;provider;region;type\n", id="with another separator, to be told so"),
        pytest.param("address,provider,regoin,type\n", id="with a misspelt column"),
    ],
)
def test_it_is_claimed(content: str) -> None:
    assert inventory.claims(file(content, "i.csv"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="an empty file"),
        pytest.param("name,address,type\n", id="a list of people"),
        pytest.param("address,name\n", id="no size"),
        pytest.param("type,vcpus,memory_gib\n", id="no address"),
        pytest.param("a\nb\n", id="words"),
    ],
)
def test_it_is_not_claimed(content: str) -> None:
    assert not inventory.claims(file(content, "i.csv"))


@given(st.binary(max_size=300))
def test_claiming_never_raises(content: bytes) -> None:
    inventory.claims(file(content, "i.csv"))


def test_the_root_is_the_folder() -> None:
    assert inventory.root(file(HEADER, "ops/i.csv")) == "ops"
    assert inventory.root(file(HEADER, "i.csv")) == "."


# ---- what a row is -----------------------------------------------------------------------------


def test_a_type_is_the_machine_of_the_tables() -> None:
    found = row(
        provider="aws", region="eu-west-1", type="m5.xlarge", count=3, hours=100, cpu_utilization=25
    )
    known = machine(TABLES, "aws", "m5.xlarge")
    assert known is not None
    assert found.components is known.components
    assert (found.provider, found.region, found.type) == ("aws", "eu-west-1", "m5.xlarge")
    assert (found.kind, found.machine, found.replicas.best) == (Kind.MACHINE, "m5.xlarge", 3)
    assert found.timing.hours is not None
    assert found.timing.cpu is not None
    assert (found.timing.hours.best, found.timing.cpu.best) == (100, 0.25)
    assert found.timing.accelerator is None


def test_what_is_not_given_is_left_to_the_defaults() -> None:
    found = row(provider="aws", type="m5.xlarge")
    assert (found.region, found.replicas.best) == (None, 1)
    assert (found.timing.hours, found.timing.cpu) == (None, None)
    assert found.where.line == 2


@pytest.mark.parametrize(
    ("cells", "kinds", "name", "kind"),
    [
        pytest.param({"vcpus": 4, "memory_gib": 16}, [Compute, Memory], "compute", Kind.MACHINE, id="an amount"),
        pytest.param({"vcpus": 0.5}, [Compute], "compute", Kind.MACHINE, id="processors alone"),
        pytest.param({"vcpus": 0, "memory_gib": 8}, [Memory], "memory", Kind.MACHINE, id="memory alone"),
        pytest.param({"vcpus": 0, "storage_gb": 5, "storage_medium": "hdd"}, [Storage], "storage", Kind.STORAGE, id="storage alone"),
        pytest.param({"vcpus": 0, "network_gb": 5}, [Network], "network", Kind.NETWORK, id="network alone"),
        pytest.param({"accelerator": "T4"}, [Accelerator], "accelerator", Kind.MACHINE, id="cards alone"),
        pytest.param({"vcpus": 2, "accelerator": "T4", "accelerators": 2}, [Compute, Accelerator], "compute", Kind.MACHINE, id="with cards"),
        pytest.param({"vcpus": 2, "storage_gb": 1, "storage_medium": "ssd", "network_gb": 1}, [Compute, Storage, Network], "compute", Kind.MACHINE, id="with all"),
        pytest.param({"provider": "aws", "type": "db.m5.large"}, [Compute, Memory], "db.m5.large", Kind.DATABASE, id="a database"),
    ],
)  # fmt: skip
def test_components(
    cells: dict[str, object], kinds: list[type[Component]], name: str, kind: Kind
) -> None:
    found = row(**cells)
    assert (parts(found), found.type, found.kind) == (kinds, name, kind)


def test_memory_without_processors_counts_in_full() -> None:
    (memory,) = row(vcpus=0, memory_gib=8).components
    assert isinstance(memory, Memory)
    assert (memory.gib.best, memory.extra.best) == (8, 8)


def test_cards_of_the_row_stand_instead_of_those_of_the_type() -> None:
    found = row(provider="aws", type="g4dn.xlarge", accelerator="A100", accelerators=2)
    cards = [part for part in found.components if isinstance(part, Accelerator)]
    assert [(card.model, card.count.best) for card in cards] == [("A100", 2)]


def test_the_processor_chooses_the_curve() -> None:
    unnamed, named = row(vcpus=4), row(vcpus=4, processor="Ice Lake")
    several = row(vcpus=4, processor="Ice Lake|Cascade Lake")
    curves = [found.components[0] for found in (unnamed, named, several)]
    assert len({part.power.watts[-1].best for part in curves if isinstance(part, Compute)}) == 3
    assert not named.assumed
    assert "no table has processor Fog Lake" in row(vcpus=4, processor="Fog Lake").assumed[0]


@pytest.mark.parametrize(
    ("cells", "replicas", "stored"),
    [
        pytest.param({"vcpus": 1, "copies": 3, "count": 2}, 6, None, id="of a pure amount"),
        pytest.param({"vcpus": 0, "memory_gib": 1, "copies": 3}, 3, None, id="of memory"),
        pytest.param({"accelerator": "T4", "copies": 2}, 2, None, id="of cards"),
        pytest.param({"vcpus": 0, "storage_gb": 9, "copies": 3}, 1, 3, id="of storage"),
        pytest.param(
            {"vcpus": 2, "storage_gb": 9, "copies": 3}, 1, 3, id="of storage beside compute"
        ),
        pytest.param({"vcpus": 0, "network_gb": 9, "copies": 3}, 1, None, id="network has none"),
    ],
)
def test_copies(cells: dict[str, object], replicas: float, stored: float | None) -> None:
    found = row(**cells)
    assert found.replicas.best == replicas
    copies = [part.copies.best for part in found.components if isinstance(part, Storage)]
    assert copies == ([] if stored is None else [stored])


@pytest.mark.parametrize(
    ("cells", "medium", "sure"),
    [
        pytest.param({"storage_medium": "SSD"}, "ssd", True, id="itself"),
        pytest.param({"storage_medium": "st1", "provider": "aws"}, "hdd", True, id="a class"),
        pytest.param({}, "ssd", False, id="nothing said"),
    ],
)
def test_media(cells: dict[str, object], medium: str, sure: bool) -> None:
    found = row(vcpus=0, storage_gb=1, **cells)
    (storage,) = found.components
    assert isinstance(storage, Storage)
    assert (storage.medium, not found.assumed) == (medium, sure)


def test_rows_of_one_shape_share_their_components() -> None:
    text = "address,vcpus,memory_gib,hours\na,4,16,1\nb,4,16,2\nc,4,8,1\n"
    first, second, third = (
        one.components for one in read(inventory, {"i.csv": text}) if isinstance(one, Resource)
    )
    assert first is second
    assert first is not third


def test_a_type_of_no_table_is_left_out_or_counts_by_its_size() -> None:
    text = "address,provider,type,vcpus\na,aws,x9.huge,\nb,aws,x9.huge,8\n"
    found = readings(inventory, {"i.csv": text})
    skipped = found.skipped("a")
    assert skipped.why == "machine type `x9.huge` of `aws` is in no table"
    assert (skipped.heavy, skipped.where.line) == (True, 2)
    assert "x9.huge" in found.resource("b").assumed[0]


def test_of_a_type_of_no_table_the_row_says_all_but_the_size() -> None:
    cells = "eu-west-3,{},2,200,60,100,ssd,5"
    text = (
        "address,provider,region,type,count,hours,cpu_utilization,storage_gb,storage_medium,network_gb\n"
        f"a,aws,{cells.format('x9.huge')}\nb,aws,{cells.format('c5.4xlarge')}\n"
    )
    found = readings(inventory, {"i.csv": text})
    known, other = found.skipped("a").known, found.resource("b")
    assert known is not None
    assert (known.replicas.best, known.region) == (2, "eu-west-3")
    assert (known.replicas, known.timing) == (other.replicas, other.timing)
    assert parts(known) == [Storage, Network]
    sized = overridden(found["a"], SIZE, TABLES)
    assert isinstance(sized, Resource)
    assert parts(sized) == [Compute, Memory, Storage, Network]
    assert (sized.replicas, sized.timing, sized.assumed) == (other.replicas, other.timing, ())


def test_memory_of_a_type_of_no_table_is_that_of_the_row() -> None:
    text = "address,provider,type,memory_gib,copies\na,aws,x9.huge,48,3\n"
    only = Override("*", vcpus=SIZE.vcpus)
    sized = overridden(readings(inventory, {"i.csv": text})["a"], only, TABLES)
    assert isinstance(sized, Resource)
    assert [part.gib.best for part in sized.components if isinstance(part, Memory)] == [48]
    assert (sized.replicas.best, sized.assumed) == (3, ())


def test_a_card_of_no_table_is_a_median_one_when_its_machine_is_stated() -> None:
    text = "address,accelerator,accelerators\na,Abacus,4\n"
    sized = overridden(readings(inventory, {"i.csv": text})["a"], SIZE, TABLES)
    assert isinstance(sized, Resource)
    assert [part.count.best for part in sized.components if isinstance(part, Accelerator)] == [4]
    assert sized.assumed == ("no table has the card `Abacus`: a median card stands for it",)


def test_a_mistake_beside_a_type_of_no_table_is_one_all_the_same() -> None:
    found = mistake("address,provider,type,count\na,aws,x9.huge,many\n")
    assert "count" in found.message


def test_a_card_of_no_table_is_left_out() -> None:
    found = read(inventory, {"i.csv": "address,accelerator\na,Abacus\n"})
    assert isinstance(found[0], Skipped)
    assert found[0].why == "accelerator `Abacus` is in no table"


def test_a_count_of_none_stays_a_resource_of_none() -> None:
    assert row(vcpus=1, count=0).replicas.best == 0
    assert row(vcpus=1, count=2.5).replicas.best == 2.5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("address,vcpus\na,1\n", id="plain"),
        pytest.param("\ufeffaddress,vcpus\na,1\n", id="with a byte order mark"),
        pytest.param("address,vcpus\r\na,1\r\n", id="with Windows line ends"),
        pytest.param("address,vcpus\n\na,1\n\n", id="with empty lines"),
        pytest.param('"address","vcpus"\n"a","1"\n', id="quoted"),
        pytest.param("VCPUS , Address\n 1 ,a\n", id="in any order, case and spacing"),
        pytest.param("address,vcpus\na,1", id="without a last line end"),
        pytest.param("address,vcpus\na,1e0\n", id="with an exponent"),
    ],
)
def test_ways_to_write_the_same(text: str) -> None:
    found = readings(inventory, {"i.csv": text.encode()}).resource("a")
    assert isinstance(found.components[0], Compute)
    assert found.components[0].vcpus.best == 1


def test_utf_16_is_read_too() -> None:
    text = codecs.BOM_UTF16_LE + "address,vcpus\na,1\n".encode("utf-16-le")
    assert readings(inventory, {"i.csv": text}).resource("a")


def test_a_name_may_hold_commas_and_lines() -> None:
    found = readings(inventory, {"i.csv": 'address,vcpus\n"a, b",1\n"c\nd",1\ne,1\n'})
    assert set(found) == {"a, b", "c\nd", "e"}
    assert found["e"].where.line == 5


# ---- mistakes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("address,provider,regoin,type\na,b,c,d\n", 1, "column `regoin` is unknown; did you mean region?", id="a misspelt column"),
        pytest.param("address,type,type\na,b,c\n", 1, "column type is there twice", id="a column twice"),
        pytest.param("address;type\na;b\n", 1, "is not separated by commas", id="another separator"),
        pytest.param("address,vcpus\na,1\nb,x\n", 3, "vcpus: `x` is not a number", id="no number"),
        pytest.param("address,vcpus\na,nan\n", 2, "vcpus: `nan` is not a number", id="NaN"),
        pytest.param("address,vcpus\na,inf\n", 2, "vcpus: `inf` is not finite", id="infinity"),
        pytest.param(
            "address,vcpus,count\na,1,1e308\n",
            2,
            "count: `1e308` is more than any machine has",
            id="so many that their sum overflows",
        ),
        pytest.param("address,vcpus\na,1e999\n", 2, "vcpus: `1e999` is not finite", id="too large"),
        pytest.param("address,vcpus\na,-1\n", 2, "vcpus: `-1` is negative", id="negative"),
        pytest.param("address,vcpus\na,1_000\n", 2, "vcpus: `1_000` is not a number", id="what only Python reads"),
        pytest.param('address,vcpus\na,"1,5"\n', 2, "vcpus: `1,5` is not a number", id="a decimal comma"),
        pytest.param("address,vcpus,cpu_utilization\na,1,101\n", 2, "cpu_utilization: `101` is not between 0 and 100", id="more than all"),
        pytest.param("address,vcpus,cpu_utilization\na,1,50%\n", 2, "cpu_utilization: `50%` is not a number", id="a percent sign"),
        pytest.param("address,vcpus,hours\na,1,0\n", 2, "hours: `0` is not more than 0", id="no hours"),
        pytest.param("address,vcpus,count\na,1,-2\n", 2, "count: `-2` is negative", id="a negative count"),
        pytest.param("address,vcpus\na,1\nb,1\na,2\n", 4, "address: `a` stands on an earlier row", id="an address twice"),
        pytest.param("address,vcpus\n,1\n", 2, "address: is empty", id="no address"),
        pytest.param("address,vcpus\na,1,2\n", 2, "has 3 cells where the header has 2", id="too many cells"),
        pytest.param("address,vcpus\na\n", 2, "has 1 cells where the header has 2", id="a line cut short"),
        pytest.param("address,vcpus\na,\n", 2, "one of type, vcpus and accelerator must be given", id="no size"),
        pytest.param("address,vcpus,storage_gb\na,,5\n", 2, "one of type, vcpus and accelerator must be given", id="storage without its 0"),
        pytest.param("address,vcpus\na,0\n", 2, "vcpus: is 0, and the row has no memory", id="nothing at all"),
        pytest.param("address,type\na,m5.large\n", 2, "provider: is empty", id="a type of nobody's"),
        pytest.param("address,vcpus,accelerators\na,1,2\n", 2, "accelerator: is empty", id="so many of what"),
        pytest.param("address,vcpus,storage_gb,storage_medium\na,0,1,tape\n", 2, "storage_medium: `tape` is neither", id="a medium of nobody's"),
        pytest.param('address,vcpus\n"a,1\n', 2, "not valid CSV", id="an open quote"),
        pytest.param('address,vcpus\n"a"b,1\n', 2, "not valid CSV", id="a text behind a quote"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line_and_column(text: str, line: int, message: str) -> None:
    found = mistake(text)
    assert message in found.message
    assert found.line == line


def test_bytes_that_are_no_text_are_refused() -> None:
    found = mistake(b"address,vcpus\na,1\n\xff\xfe\xff,1\n")
    assert "UTF-8" in found.message


def test_an_address_of_another_file_of_the_stack_is_a_mistake_too() -> None:
    files = {"a.csv": "address,vcpus\nx,1\n", "b.csv": "address,vcpus\nx,1\n"}
    with pytest.raises(InputError, match=r"b\.csv:2: address: `x` stands on an earlier row"):
        read(inventory, files)


def test_rows_come_before_the_file_is_read_to_its_end() -> None:
    text = "address,vcpus\na,1\nb,nonsense\n"
    place = file(text, "i.csv")

    found = inventory.read([place], Context(TABLES))
    assert next(found).address == "a"
    with pytest.raises(InputError):
        next(found)
