"""The laws that every table of every dataset keeps, and the handle that reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest
import yaml

from carbongate.errors import ConfigError, DataError
from carbongate.figure import Assumed, Looked, Unit
from carbongate.model import Kind
from carbongate.tables import DATA, DEFAULT, Tables, datasets

CCF = "ccf-2024"
RUNNING = (Kind.JOB, Kind.PIPELINE, Kind.FUNCTION)


def files(dataset: str) -> Iterator[tuple[Path, list[list[str]]]]:
    """Every table of a dataset: header first."""
    for path in sorted((DATA / dataset).rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield path, list(csv.reader(file))


def cells(dataset: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of a dataset, with its place for a failure message."""
    for path, (header, *lines) in files(dataset):
        for line in lines:
            yield f"{path.relative_to(DATA)}: {line[0]}", dict(zip(header, line, strict=True))


@pytest.fixture(params=datasets())
def tables(request: pytest.FixtureRequest) -> Tables:
    """Each dataset that came along."""
    return Tables(request.param)


# ---- every table -------------------------------------------------------------------------------


def test_the_default_dataset_comes_first() -> None:
    assert datasets() == (DEFAULT, CCF)


def test_keys_are_unique_and_rows_complete(tables: Tables) -> None:
    for path, (header, *lines) in files(tables.dataset):
        keys = [line[0] for line in lines]
        assert len(keys) == len(set(keys)), path
        assert all(keys), path
        assert all(len(line) == len(header) for line in lines), path


def test_every_row_names_a_source_that_exists_and_every_source_is_named(tables: Tables) -> None:
    named = set()
    for place, row in cells(tables.dataset):
        assert row["source"], place
        named |= set(row["source"].split("+"))
    assert named - {"assumption"} == set(tables.sources())


def test_only_defaults_are_assumptions_and_each_says_its_sentence(tables: Tables) -> None:
    for place, row in cells(tables.dataset):
        if "assumption" in row["source"]:
            assert place.startswith(f"{tables.dataset}/defaults.csv"), place
            assert len(row["note"].split()) > 4, place


def test_low_best_and_high_stand_in_order(tables: Tables) -> None:
    for place, row in cells(tables.dataset):
        ends = {name.removesuffix("_low") for name in row if name.endswith("_low")}
        for stem in ends & row.keys():
            if row[stem]:
                low, high = row[f"{stem}_low"] or row[stem], row[f"{stem}_high"] or row[stem]
                assert 0 <= float(low) <= float(row[stem]) <= float(high), f"{place}, {stem}"
        if "best" in row:
            assert 0 <= float(row["low"]) <= float(row["best"]) <= float(row["high"]), place


def test_units_are_those_of_the_program(tables: Tables) -> None:
    for place, row in cells(tables.dataset):
        if "unit" in row:
            assert row["unit"] in set(Unit), place


def test_nothing_has_a_doubt_of_its_own_in_ccf_2024() -> None:
    for place, row in cells(CCF):
        for name, value in row.items():
            stem, _, end = name.rpartition("_")
            if stem in row and end in ("low", "high"):
                assert value in ("", row[stem]), f"{place}, {name}"
        if "best" in row:
            assert row["low"] == row["best"] == row["high"], place


def test_sources_say_what_they_are(tables: Tables) -> None:
    text = (DATA / tables.dataset / "sources.yaml").read_text(encoding="utf-8")
    for key, row in yaml.safe_load(text).items():
        for name in ("title", "address", "licence", "date", "basis", "valid_from"):
            assert row[name], f"{key}: {name}"
        assert all(value.startswith("sha256:") for value in row["digests"].values()), key


def test_credits_came_along_and_name_every_licence_that_asks_for_it() -> None:
    text = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    for words in (
        "Electricity Maps",
        "ODbL",
        "Ember",
        "Boavizta",
        "Thoughtworks",
        "SPECpower_ssj2008",
    ):
        assert words in text, words


def test_open_database_rows_stand_in_files_of_their_own() -> None:
    for place, row in cells(DEFAULT):
        if "electricitymaps" in row["source"]:
            assert place.startswith(f"{DEFAULT}/grid.csv"), place
        if "ember" in row["source"]:
            assert place.startswith(f"{DEFAULT}/world.csv"), place


# ---- numbers made of other rows ----------------------------------------------------------------


def grids(kind: str, provider: str = "") -> dict[str, dict[str, str]]:
    """Rows of the default grid table by kind and provider."""
    rows = Tables(DEFAULT).rows("grid")
    found = {key: dict(rows[key]) for key in rows if rows[key]["kind"] == kind}
    return {key: row for key, row in found.items() if key.startswith(provider)}


@pytest.mark.parametrize("key", [*grids("unknown")])
def test_an_unknown_region_is_the_median_of_its_provider_between_the_extremes(key: str) -> None:
    provider = key.split("/")[0]
    values = [float(row["grid"]) for row in grids("region", f"{provider}/").values()]
    row = Tables(DEFAULT).rows("grid")[key]
    assert float(row["grid"]) == median(values)
    assert (float(row["grid_low"]), float(row["grid_high"])) == (min(values), max(values))


def test_the_percentiles_are_those_of_all_regions() -> None:
    ten = quantiles(
        [float(row["grid"]) for row in grids("region").values()], n=10, method="inclusive"
    )
    row = Tables(DEFAULT).rows("grid")["percentiles"]
    found = [float(row[name]) for name in ("grid_low", "grid", "grid_high")]
    assert found == pytest.approx([ten[0], ten[4], ten[8]], abs=1e-6)


@pytest.mark.parametrize(
    ("multi", "members"),
    [
        pytest.param("gcp/nam4", ("us-central1", "us-east1"), id="Iowa and South Carolina"),
        pytest.param(
            "gcp/eur4", ("europe-north1", "europe-west4"), id="Finland and the Netherlands"
        ),
        pytest.param("gcp/asia1", ("asia-northeast1", "asia-northeast2"), id="Tokyo and Osaka"),
    ],
)
def test_a_multi_region_is_the_median_of_its_members(multi: str, members: tuple[str, ...]) -> None:
    rows = Tables(DEFAULT).rows("grid")
    values = [float(rows[f"gcp/{name}"]["grid"]) for name in members]
    assert float(rows[multi]["grid"]) == median(values)


def test_a_server_that_no_table_knows_is_the_sum_of_its_parts() -> None:
    tables = Tables(DEFAULT)

    def best(name: str) -> float:
        return tables.constant(name).best

    memory = best("server_memory") * (best("server_gib") - best("server_memory_within")) / 1000
    sockets = best("server_socket") * (best("server_sockets") - 1)
    assert best("server_kg") == pytest.approx(best("server_base") + memory + sockets, rel=1e-12)


# ---- the handle --------------------------------------------------------------------------------


def test_an_unknown_dataset_is_a_mistake_with_a_hint() -> None:
    with pytest.raises(ConfigError, match="did you mean ccf-2024"):
        Tables("ccf-2042")


@pytest.mark.parametrize("name", ["..", ".", "", "carbongate-2026.11/instances"])
def test_a_dataset_is_a_name_and_no_path(name: str) -> None:
    with pytest.raises(ConfigError, match="no dataset"):
        Tables(name)


def test_a_cell_knows_where_it_stands(tables: Tables) -> None:
    figure = tables.figure("grid", "aws/eu-west-1", "grid", Unit.GRAM_PER_KWH)
    assert figure is not None
    row = tables.rows("grid")["aws/eu-west-1"]
    assert figure.origin == Looked("grid", "aws/eu-west-1", "grid", row["source"])
    assert figure.best == float(row["grid"])


def test_what_is_not_there_is_none_and_a_missing_table_is_empty(tables: Tables) -> None:
    assert tables.figure("grid", "aws/nowhere-1", "grid", Unit.GRAM_PER_KWH) is None
    assert tables.figure("no_such_table", "a", "b", Unit.ONE) is None
    assert len(tables.rows("no_such_table")) == 0
    assert tables.medium("aws/no-such-disk") is None
    assert tables.default("machine", "no_such_column") is None


def test_a_number_that_is_none_names_its_row(tables: Tables) -> None:
    with pytest.raises(DataError, match=r"media.csv, row aws/gp3"):
        tables.figure("media", "aws/gp3", "medium", Unit.ONE)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("memory", Unit.KWH_PER_GIB_HOUR),
        ("network", Unit.KWH_PER_GB),
        ("storage_ssd", Unit.WH_PER_TB_HOUR),
        ("storage_hdd", Unit.WH_PER_TB_HOUR),
        ("storage_embodied_ssd", Unit.KG_PER_TB),
        ("storage_embodied_hdd", Unit.KG_PER_TB),
        ("lifetime", Unit.HOUR),
        ("hours_per_month", Unit.HOUR),
    ],
)
def test_constants_of_the_formulas_have_their_units(tables: Tables, name: str, unit: Unit) -> None:
    assert tables.constant(name).unit is unit


def test_a_longer_life_is_the_doubt_of_the_default_dataset() -> None:
    life = Tables(DEFAULT).constant("lifetime")
    assert (life.low, life.best, life.high) == (35_040, 35_040, 52_560)
    assert Tables(CCF).constant("lifetime").high == 35_040


def test_a_missing_constant_is_broken_data(tables: Tables) -> None:
    with pytest.raises(DataError, match="no row gravity"):
        tables.constant("gravity")


@pytest.mark.parametrize(
    ("dataset", "service", "copies"),
    [
        pytest.param(DEFAULT, "aws/aurora", (1, 6), id="Aurora keeps six copies of each byte"),
        pytest.param(DEFAULT, "aws/neptune", (1, 6), id="and so does Neptune"),
        pytest.param(CCF, "aws/neptune", (1, 1), id="which the method does not know"),
        pytest.param(CCF, "aws/rds-multi-az-cluster", (2, 2), id="one row for Multi-AZ"),
        pytest.param(CCF, "aws/aurora", (6, 6), id="and of its machines in the published method"),
        pytest.param(DEFAULT, "aws/rds-multi-az", (2, 2), id="a standby has a volume of its own"),
        pytest.param(DEFAULT, "azure/sql", (1, 3), id="general purpose has one node"),
    ],
)
def test_copies_of_machines_and_of_bytes(
    dataset: str, service: str, copies: tuple[float, float]
) -> None:
    compute, storage = Tables(dataset).copies(service)
    assert (compute.best, storage.best) == copies


def test_a_service_without_copies_is_broken_data(tables: Tables) -> None:
    with pytest.raises(DataError, match=r"copies.csv .* no row aws/nothing"):
        tables.copies("aws/nothing")


@pytest.mark.parametrize(
    ("key", "medium"),
    [("aws/gp3", "ssd"), ("aws/s3", "hdd"), ("aws/st1", "hdd"), ("azure/Premium_LRS", "ssd")],
)
def test_media_are_found_whatever_their_case(tables: Tables, key: str, medium: str) -> None:
    assert tables.medium(key) == medium


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_what_usage_asks_for(tables: Tables, kind: Kind) -> None:
    columns = ("duration", "runs") if kind in RUNNING else ("hours",)
    for column in (*columns, "cpu", "accelerator"):
        assert tables.default(kind, column) is not None, column


def test_a_default_nobody_stated_is_an_assumption_with_its_sentence() -> None:
    figure = Tables(DEFAULT).default("machine", "cpu")
    assert figure is not None
    assert (figure.low, figure.best, figure.high) == (0.1, 0.5, 0.9)
    assert isinstance(figure.origin, Assumed)
    assert "50 %" in figure.origin.why


def test_a_default_that_a_provider_documents_is_looked_up() -> None:
    figure = Tables(DEFAULT).default("aws/lambda", "memory")
    assert figure is not None
    assert figure.origin == Looked("defaults", "aws/lambda/memory", "best", "aws-docs")


def test_the_basis_of_the_grid_factors_is_told_apart() -> None:
    assert Tables(DEFAULT).grid_basis == "life-cycle"
    assert Tables(CCF).grid_basis == "direct and life-cycle mixed (CCF)"


def test_what_is_worked_out_is_kept(tables: Tables) -> None:
    assert tables.keep(("a", "b"), object) is tables.keep(("a", "b"), object)
    assert tables.site("aws", "eu-west-1") is tables.site("aws", "eu-west-1")


@pytest.mark.parametrize(
    "provider",
    [
        pytest.param("../../../mine", id="a way out of the data"),
        pytest.param("x" * 5000, id="a name longer than any file's"),
        pytest.param("a\0b", id="a name that no file can have"),
    ],
)
def test_a_provider_never_leads_to_a_file_of_somewhere_else(
    provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / DEFAULT / "instances"
    folder.mkdir(parents=True)
    (tmp_path / "mine.csv").write_text("type,vcpus\nm5.large,1\n")
    monkeypatch.setattr("carbongate.tables.DATA", tmp_path / "data")
    assert (folder / "../../../mine.csv").is_file()
    assert dict(Tables(DEFAULT).rows(f"instances/{provider}")) == {}
