"""The framework of the builders, on inputs small enough to read."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
import yaml

import tools.tables
from tools.tables.aliases import unique
from tools.tables.byhand import cells
from tools.tables.framework import CCF, DEFAULT, Inputs, Row, builders, hand, number, render
from tools.tables.origins import catalogue, entry, named, sources
from tools.tables.regions import ccf, country_rows, grid, pue, world

HAND = Path(tools.tables.__file__).parent / "hand"


def region(name: str, grams: str, country: str = "FR", pue: str = "", basis: str = "") -> Row:
    """A row of regions.csv, as far as the builders read it."""
    provider, _, short = name.partition("/")
    return {
        "provider": provider,
        "region": short,
        "place": short,
        "country": country,
        "electricitymaps_zone": country,
        "grid_g_kwh": grams,
        "grid_year": "2025",
        "pue": pue,
        "pue_basis": basis,
    }


GOOGLE = [
    region("gcp/us-central1", "400", "US", "1.1", "region, published for 2024"),
    region("gcp/us-east1", "500", "US", "1.2", "region, published for 2024"),
    region("gcp/europe-north1", "60", "FI", "1.09", "provider fleet average 2024"),
    region("gcp/europe-west1", "100", "BE", "1.09", "provider fleet average 2024"),
    region("gcp/europe-west2", "170", "GB", "1.09", "provider fleet average 2024"),
    region("gcp/europe-west3", "340", "DE", "1.09", "provider fleet average 2024"),
    region("gcp/europe-west4", "250", "NL", "1.09", "provider fleet average 2024"),
    region("gcp/europe-west6", "50", "CH", "1.09", "provider fleet average 2024"),
    region("gcp/asia-northeast1", "530", "JP", "1.09", "provider fleet average 2024"),
    region("gcp/asia-northeast2", "370", "JP", "1.09", "provider fleet average 2024"),
    region("upcloud/fi-hel1", "70", "FI"),
]
COUNTRIES = [
    {
        "iso2": "FI",
        "iso3": "FIN",
        "name": "Finland",
        "kind": "country",
        "average_g_kwh_electricitymaps_2025": "68",
        "average_g_kwh_ember": "70",
    },
    {
        "iso2": "",
        "iso3": "WORLD",
        "name": "World",
        "kind": "aggregate",
        "average_g_kwh_electricitymaps_2025": "",
        "average_g_kwh_ember": "472.94",
    },
]


def by_key(rows: list[Row]) -> dict[str, Row]:
    """Rows by their region."""
    return {row["region"]: row for row in rows}


def ends(row: Row, column: str = "grid") -> tuple[str, str, str]:
    """Low, best and high of a row."""
    return row[f"{column}_low"], row[column], row[f"{column}_high"]


# ---- regions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("gcp/us-east1", ("500", "500", "500"), id="a region has no doubt of its own"),
        pytest.param("gcp/unknown", ("50", "295", "530"), id="an unknown one is as wide as all"),
        pytest.param(
            "gcp/us", ("400", "450", "500"), id="a multi-region is the median of its members"
        ),
        pytest.param("gcp/eu", ("60", "175", "340"), id="London and Zurich are not in the Union"),
        pytest.param("gcp/FI", ("60", "68", "68"), id="a country spans the cloud's regions there"),
        pytest.param(
            "generic/FI", ("60", "68", "70"), id="and every cloud's for a machine of one's own"
        ),
    ],
)
def test_grid_rows(key: str, expected: tuple[str, str, str]) -> None:
    assert ends(by_key(grid(GOOGLE, COUNTRIES))[key]) == expected


def test_a_country_never_hides_a_region_of_the_same_name() -> None:
    rows = by_key(grid([*GOOGLE, region("ovh/FI", "33", "FI")], COUNTRIES))
    assert rows["ovh/FI"]["kind"] == "region"
    assert {row["kind"] for row in country_rows(GOOGLE, COUNTRIES)} == {"country"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("gcp/us-east1", ("1.2", "1.2", "1.2"), id="published for the region"),
        pytest.param(
            "gcp/europe-west1", ("1.09", "1.09", "1.2"), id="a fleet average spans the published"
        ),
        pytest.param("upcloud/fi-hel1", ("1.05", "1.15", "1.58"), id="nothing published"),
        pytest.param("generic/unknown", ("1.05", "1.15", "1.58"), id="nobody knows"),
        pytest.param("gcp/us", ("1.1", "1.15", "1.2"), id="the median of the members"),
    ],
)
def test_pue_rows(key: str, expected: tuple[str, str, str]) -> None:
    assert ends(by_key(pue(GOOGLE))[key], "pue") == expected


def test_the_world_is_embers() -> None:
    assert [(row["grid"], row["source"]) for row in world(COUNTRIES)] == [("472.94", "ember-co2js")]


def test_a_published_factor_of_zero_counts_as_missing() -> None:
    def row(name: str, grams: str, provider: str = "gcp") -> Row:
        return {
            "provider": provider,
            "region": name,
            "scope": "unknown-fallback" if name == "Unknown" else "region",
            "location": "",
            "electricity_maps_zone": "",
            "grid_factor_g_per_kwh": grams,
            "pue": "1.1",
        }

    tables = ccf(
        [row("Unknown", "317.1470588"), row("zero1", "0"), row("Unknown", "322.8", "on-premise")]
    )
    assert "gcp/zero1" not in by_key(list(tables[f"{CCF}/grid.csv"]))
    assert by_key(list(tables[f"{CCF}/grid.csv"]))["gcp/unknown"]["grid"] == "317.1470588"
    assert by_key(list(tables[f"{CCF}/pue.csv"]))["gcp/zero1"]["pue"] == "1.1"


# ---- aliases, tables kept by hand --------------------------------------------------------------


def test_an_alias_that_only_repeats_its_region_is_left_out_and_two_meanings_are_refused() -> None:
    west = {"alias": "azure/West US", "region": "westus", "source": "a"}
    meter = {"alias": "azure/US West", "region": "westus", "source": "a"}
    assert unique([west, meter]) == [meter]
    with pytest.raises(ValueError, match="is westus and eastus"):
        unique([meter, {**meter, "region": "eastus"}])


def test_doubt_stays_out_of_ccf_2024() -> None:
    row = {"dataset": "", "key": "k", "low": "1", "best": "2", "high": "3", "x_low": "0", "x": "1"}
    assert cells(row, DEFAULT) == {
        "key": "k",
        "low": "1",
        "best": "2",
        "high": "3",
        "x_low": "0",
        "x": "1",
    }
    assert cells(row, CCF) == {
        "key": "k",
        "low": "2",
        "best": "2",
        "high": "2",
        "x_low": "1",
        "x": "1",
    }


@pytest.mark.parametrize("name", sorted(path.name for path in HAND.glob("*.csv")))
def test_tables_kept_by_hand_are_complete(name: str) -> None:
    rows = hand(name)
    assert rows
    for row in rows:
        assert None not in row, row
        assert None not in row.values(), row


# ---- framework ---------------------------------------------------------------------------------


def test_every_module_with_a_build_is_a_builder() -> None:
    names = {build.__module__.rsplit(".", 1)[-1] for build in builders(tools.tables)}
    assert {"regions", "factors", "aliases", "byhand"} <= names


def test_rows_are_sorted_by_key_and_end_in_line_feeds() -> None:
    rows = [{"key": "b", "source": "s"}, {"key": "a,c", "source": "s"}]
    assert render("x.csv", rows) == 'key,source\n"a,c",s\nb,s\n'


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        pytest.param([], "no rows", id="nothing"),
        pytest.param([{"key": "a"}], "without its source", id="no column for the source"),
        pytest.param([{"key": "a", "source": ""}], "has no source", id="no source"),
        pytest.param([{"key": "a", "source": "s"}] * 2, "there twice", id="the same key twice"),
        pytest.param([{"key": "", "source": "s"}], "empty", id="no key"),
        pytest.param(
            [{"key": "a", "source": "s"}, {"key": "b", "x": "", "source": "s"}],
            "other columns",
            id="columns",
        ),
    ],
)
def test_broken_rows_are_refused(rows: list[Row], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        render("x.csv", rows)


@pytest.mark.parametrize(
    ("value", "text"), [(0.1 + 0.2, "0.3"), (1200.0, "1200"), (0.0, "0"), (1 / 3, "0.333333")]
)
def test_numbers_are_rounded_once(value: float, text: str) -> None:
    assert number(value) == text


def test_sources_are_those_that_the_rows_name_with_the_digest_of_their_inputs(
    tmp_path: Path,
) -> None:
    files = {name for row in catalogue(HAND).values() for name in row["inputs"]}
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"pinned")
    table = "key,source\na,ember-co2js+carbongate-choice\nb,assumption\n"
    text = sources({"x/a.csv": table}, Inputs(tmp_path))["x/sources.yaml"]
    assert named(table) == {"ember-co2js", "carbongate-choice"}
    assert list(yaml.safe_load(text)) == ["carbongate-choice", "ember-co2js"]
    digests = entry(catalogue(HAND)["ember-co2js"], Inputs(tmp_path))["digests"]
    assert digests == {"countries.csv": f"sha256:{sha256(b'pinned').hexdigest()}"}


def test_a_source_that_the_catalogue_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hearsay"):
        sources({"x/a.csv": "key,source\na,hearsay\n"}, Inputs(tmp_path))
