"""Machine types under all their names, and what their rows must hold."""

import csv
import math
from typing import Any

import pytest

from carbongate.figure import Assumed, Declared, Looked
from carbongate.machines import machine
from carbongate.model import Compute, Memory
from carbongate.tables import DATA, Tables
from tests.hardware import BOTH, CCF, OWN, every, figures, found, part


@pytest.mark.parametrize(
    ("provider", "name", "like", "vcpus", "gib"),
    [
        pytest.param("aws", "M5.XLARGE", "m5.xlarge", 4, 16, id="upper case"),
        pytest.param("aws", "db.r6g.large", "r6g.large", 2, 16, id="a database class"),
        pytest.param("aws", "cache.t3.micro", "t3.micro", 2, 1, id="a cache class"),
        pytest.param("aws", "m5.large.search", "m5.large", 2, 8, id="a search class"),
        pytest.param("aws", "m5.large.elasticsearch", "m5.large", 2, 8, id="its old suffix"),
        pytest.param("aws", "kafka.m5.large", "m5.large", 2, 8, id="a broker class"),
        pytest.param("aws", "ra3.4xlarge", "ra3.4xlarge", 12, 96, id="a warehouse class"),
        pytest.param("azure", "Standard_D4s_v5", "D4s v5", 4, 16, id="a meter name"),
        pytest.param("azure", "standard_d4s_v5", "Standard_D4s_v5", 4, 16, id="lower case"),
        pytest.param("azure", "D4 v5/D4s v5", "Standard_D4_v5", 4, 16, id="a meter of two types"),
        pytest.param("azure", "Standard_E16-8s_v5", "e16-8s v5", 8, 128, id="constrained cores"),
        pytest.param("azure", "Basic_A1", "Standard_A1", 1, 1.75, id="the basic tier"),
        pytest.param("azure", "GP_Standard_D4ds_v4", "D4ds v4", 4, 16, id="a database tier"),
        pytest.param("azure", "Standard_NC6s_v3_Promo", "NC6s v3", 6, 112, id="a promotion"),
        pytest.param("gcp", "N1-standard-4", "n1-standard-4", 4, 15, id="a plain type"),
        pytest.param("gcp", "db-custom-2-7680", "custom-2-7680", 2, 7.5, id="a custom database"),
        pytest.param("gcp", "n1-custom-2-7680", "custom-2-7680", 2, 7.5, id="the first family said"),
        pytest.param("gcp", "db-perf-optimized-N-8", "n2-highmem-8", 8, 64, id="an optimised database"),
        pytest.param("gcp", "db-f1-micro", "db-f1-micro", 1, 0.6, id="a shared-core database"),
        pytest.param("google", "e2-micro", "e2-micro", 2, 1, id="a provider's other name"),
    ],
)  # fmt: skip
def test_spellings_of_one_type_share_one_tuple(
    provider: str, name: str, like: str, vcpus: float, gib: float
) -> None:
    made = found(OWN, provider, name)
    assert (made.vcpus.best, made.memory.best) == (vcpus, gib)
    assert found(OWN, provider, like).components is made.components


@pytest.mark.parametrize(
    ("name", "vcpus", "gib", "threads"),
    [
        pytest.param("e2-custom-4-8192", 4, 8, 4, id="a family with a size"),
        pytest.param("n2-custom-8-16384-ext", 8, 16, 8, id="extended memory"),
        pytest.param("custom-2-7680", 2, 7.5, 2, id="no family"),
        pytest.param("t2d-custom-4-16384", 4, 16, 8, id="a vCPU that is a core"),
        pytest.param("e2-custom-micro-2048", 2, 2, 2, id="a shared core"),
    ],
)
def test_custom_types_have_the_size_of_their_name(
    name: str, vcpus: float, gib: float, threads: float
) -> None:
    made = found(OWN, "gcp", name)
    compute, memory = part(made, Compute), part(made, Memory)
    assert (compute.vcpus.best, memory.gib.best, compute.threads.best) == (vcpus, gib, threads)
    assert compute.embodied.best > 0
    assert (compute.baseline is not None) == ("micro" in name)


def test_a_custom_type_of_a_standard_size_is_manufactured_like_it() -> None:
    plain, custom = found(OWN, "gcp", "n2-standard-8"), found(OWN, "gcp", "n2-custom-8-32768")
    assert part(custom, Compute).embodied.best == pytest.approx(
        part(plain, Compute).embodied.best, rel=1e-6
    )
    assert part(custom, Memory).extra.best == pytest.approx(
        part(plain, Memory).extra.best, rel=1e-6
    )


@pytest.mark.parametrize(
    ("standard", "custom"),
    [
        pytest.param("n1-standard-8", "n1-custom-8-30720", id="a family that Boavizta knows"),
        pytest.param("n2-standard-8", "n2-custom-8-32768", id="its largest size is another chip"),
        pytest.param("e2-standard-8", "e2-custom-8-32768", id="a host known from below"),
        pytest.param("c4-standard-16", "c4-custom-16-61440", id="Boavizta lacks its largest size"),
        pytest.param("n4-standard-8", "n4-custom-8-32768", id="both wider and from below"),
    ],
)
def test_the_doubt_of_a_custom_type_is_that_of_its_standard_size(
    standard: str, custom: str
) -> None:
    plain, own = (part(found(OWN, "gcp", name), Compute).embodied for name in (standard, custom))
    assert (own.low, own.best, own.high) == pytest.approx(
        (plain.low, plain.best, plain.high), rel=2e-3
    )


def test_a_database_on_a_machine_is_that_machine_by_any_name() -> None:
    for name in ("n1-standard-2", "n1-highmem-8", "f1-micro"):
        plain, database = found(OWN, "gcp", name), found(OWN, "gcp", f"db-{name}")
        assert database.components is plain.components, name


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        pytest.param("aws", "x9.huge", id="a family of nobody"),
        pytest.param("aws", "db.serverless", id="a class without a machine"),
        pytest.param("aws", "", id="nothing"),
        pytest.param("aws", "Standard_D4s_v5", id="another provider's type"),
        pytest.param("gcp", "q9-custom-4-8192", id="a custom size of no family"),
        pytest.param("gcp", "g2-custom-4-16384", id="a custom size with a card nobody counts"),
        pytest.param("nowhere", "m5.large", id="another provider"),
    ],
)
def test_a_name_of_no_table_is_none(provider: str, name: str) -> None:
    assert machine(OWN, provider, name) is None


@pytest.mark.parametrize("tables", BOTH, ids=lambda tables: tables.dataset)
def test_every_type_finds_itself_in_any_case_and_with_its_prefix(tables: Tables) -> None:
    prefixes = {"aws": ("db.", "cache."), "azure": ("Standard_",)}
    count = 0
    for provider, key, name in every(tables):
        own = found(tables, provider, key).components
        assert found(tables, provider, name.upper()).components is own, name
        assert found(tables, provider, name.replace("_", " ")).components is own, name
        for prefix in prefixes.get(provider, ()):
            if not key.startswith(("db.", "cache.")) and not key.endswith((".search", ".tpc")):
                assert found(tables, provider, prefix + key).components is own, prefix + name
        count += 1
    assert count > 1000


@pytest.mark.parametrize("tables", BOTH, ids=lambda tables: tables.dataset)
def test_no_type_uses_nothing_and_ranges_hold_their_best(tables: Tables) -> None:
    for provider, key, name in every(tables):
        made = found(tables, provider, key)
        compute = part(made, Compute)
        assert all(point.best > 0 for point in compute.power.watts), name
        assert compute.threads.best >= compute.vcpus.best > 0, name
        assert compute.embodied.best > 0 or "no manufacture" in made.note, name
        assert compute.baseline is None or 0 < compute.baseline.best <= 1, name
        for one in made.components:
            for figure in figures(one):
                assert figure.low <= figure.best <= figure.high, name
                if tables is CCF:
                    assert figure.low == figure.best == figure.high, name


@pytest.mark.parametrize("tables", BOTH, ids=lambda tables: tables.dataset)
def test_the_share_of_the_server_is_what_its_row_says(tables: Tables) -> None:
    for path in sorted((DATA / tables.dataset / "instances").rglob("*.csv")):
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                share = (
                    float(row["server_kg"]) * float(row["threads"]) / float(row["server_threads"])
                )
                assert float(row["embodied_kg"]) == pytest.approx(share, rel=1e-6), row["type"]
                assert float(row["server_threads"]) >= float(row["threads"]), row["type"]


@pytest.mark.parametrize(
    ("provider", "name", "threads"),
    [
        pytest.param("aws", "m5.large", 2, id="a vCPU is a thread"),
        pytest.param("aws", "m7a.large", 4, id="a vCPU is a core of two threads"),
        pytest.param("aws", "m7g.large", 2, id="an Arm vCPU is a core, and rows are for a core"),
        pytest.param("azure", "Standard_E16-8s_v5", 16, id="reserved vCPUs count"),
    ],
)
def test_threads_behind_a_type(provider: str, name: str, threads: float) -> None:
    assert part(found(OWN, provider, name), Compute).threads.best == threads


@pytest.mark.parametrize(
    ("provider", "name", "words"),
    [
        pytest.param("aws", "m5.large", "", id="a documented processor"),
        pytest.param("aws", "ra3.4xlarge", "is not known", id="an unknown processor"),
        pytest.param("aws", "p5.48xlarge", "inferred", id="an inferred processor"),
        pytest.param("alicloud", "ecs.gn8is.2xlarge", "median card", id="a card of no row"),
    ],
)
def test_a_machine_says_what_is_assumed_of_it(provider: str, name: str, words: str) -> None:
    note = found(OWN, provider, name).note
    assert words in note
    assert bool(words) == bool(note)


def test_only_the_files_of_the_types_own_provider_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    rows = Tables.rows

    def noted(self: Tables, table: str) -> Any:
        read.append(table)
        return rows(self, table)

    monkeypatch.setattr(Tables, "rows", noted)
    tables = Tables("carbongate-2026.11")
    assert machine(tables, "aws", "m5.large") is not None
    assert {table for table in read if table.startswith(("instances", "boavizta"))} == {
        "instances/aws",
        "boavizta/aws",
    }
    assert machine(tables, "aws", "g3.4xlarge") is not None
    assert "instances/sharealike/aws" in read
    assert not any("azure" in table or "gcp" in table for table in read)


def test_every_number_of_a_machine_can_be_taken_apart() -> None:
    for provider, name in (
        ("aws", "g4dn.xlarge"),
        ("azure", "D4s v5"),
        ("gcp", "e2-custom-4-8192"),
    ):
        sources = set(OWN.sources())
        for one in found(OWN, provider, name).components:
            for figure in figures(one):
                for leaf in figure.leaves():
                    match leaf.origin:
                        case Looked(source=source):
                            assert set(source.split("+")) <= sources, source
                        case Declared() | Assumed():
                            pass
                        case other:
                            raise AssertionError(other)
                    assert math.isfinite(leaf.best)
