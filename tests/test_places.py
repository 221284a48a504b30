"""Grid and PUE of every way to say, or not to say, where something runs."""

from __future__ import annotations

import pytest

from carbongate.tables import DEFAULT, Tables

CCF = "ccf-2024"


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The default dataset."""
    return Tables(DEFAULT)


@pytest.fixture(scope="module")
def ccf() -> Tables:
    """Cloud Carbon Footprint's."""
    return Tables(CCF)


@pytest.mark.parametrize(
    ("provider", "region", "found"),
    [
        pytest.param("aws", "eu-west-1", "eu-west-1", id="as written in the table"),
        pytest.param("aws", "EU-West-1", "eu-west-1", id="whatever its case"),
        pytest.param("aws", "us-east-1a", "us-east-1", id="a zone of Amazon's"),
        pytest.param("aws", "us-west-2-lax-1a", "us-west-2", id="a local zone of Amazon's"),
        pytest.param(
            "aws", "us-gov-west-1b", "us-gov-west-1", id="a zone of a region with three words"
        ),
        pytest.param("gcp", "us-central1-a", "us-central1", id="a zone of Google's"),
        pytest.param("aws", "EU (Ireland)", "eu-west-1", id="the name of a bill"),
        pytest.param("azure", "West Europe", "westeurope", id="a display name"),
        pytest.param("azure", "US East 2", "eastus2", id="the name of a meter"),
        pytest.param("azurerm", "westeurope", "westeurope", id="a provider by another name"),
        pytest.param("gcp", "US", "us", id="a multi-region of a bucket"),
        pytest.param("gcp", "EUR4", "eur4", id="a dual region"),
        pytest.param("hetzner", "fsn1", "fsn1-dc14", id="a place without its data centre"),
        pytest.param("ovh", "DE", "DE", id="a region that looks like a country"),
        pytest.param("generic", "Germany", "DE", id="a country for one's own machines"),
        pytest.param("on-premise", "FR", "FR", id="the same by its code"),
    ],
)
def test_a_region_is_found_and_nothing_is_assumed(
    tables: Tables, provider: str, region: str, found: str
) -> None:
    site = tables.site(provider, region)
    assert site.region == found
    assert site.assumed == ""


@pytest.mark.parametrize(
    ("provider", "region", "words"),
    [
        pytest.param("aws", None, "no region is stated for aws", id="nobody says"),
        pytest.param(
            "aws", "mars-north-1", "mars-north-1 of aws is in no table", id="nobody knows it"
        ),
        pytest.param(
            "azure",
            "US",
            "of azure only US is known, not the region: the average of United States",
            id="only the country",
        ),
        pytest.param("generic", None, "nobody says where it runs", id="not even the provider"),
        pytest.param(
            "digitalocean", "fra1", "region fra1 of digitalocean", id="a provider of no table"
        ),
        pytest.param("digitalocean", None, "nobody says where it runs", id="and no region"),
    ],
)
def test_what_nobody_says_is_widened_and_said(
    tables: Tables, provider: str, region: str | None, words: str
) -> None:
    site = tables.site(provider, region)
    assert words in site.assumed
    assert site.grid.low < site.grid.best < site.grid.high
    assert site.provider == provider


def test_the_world_stands_between_the_percentiles_of_all_regions(tables: Tables) -> None:
    grid = tables.site("generic", None).grid
    row = tables.rows("grid")["percentiles"]
    assert grid.best == 472.94
    assert (grid.low, grid.high) == (float(row["grid_low"]), float(row["grid_high"]))


@pytest.mark.parametrize(
    ("provider", "region", "ends"),
    [
        pytest.param("aws", "us-east-1", (1.15, 1.15, 1.15), id="published for the region"),
        pytest.param("upcloud", "fi-hel1", (1.05, 1.15, 1.58), id="published nowhere"),
        pytest.param("generic", None, (1.05, 1.15, 1.58), id="nobody knows where"),
        pytest.param("aws", None, (1.07, 1.14, 1.46), id="any region of the provider"),
        pytest.param(
            "aws", "eu-west-3", (1.07, 1.14, 1.46), id="a fleet average is as wide as its regions"
        ),
    ],
)
def test_pue(
    tables: Tables, provider: str, region: str | None, ends: tuple[float, float, float]
) -> None:
    pue = tables.site(provider, region).pue
    assert (pue.low, pue.best, pue.high) == ends


@pytest.mark.parametrize(
    ("provider", "region", "grid", "pue"),
    [
        pytest.param("aws", "us-east-1", 379.069, 1.135, id="an ordinary region"),
        pytest.param("aws", "ap-south-2", 392.78188, 1.135, id="unknown region"),
        pytest.param("aws", None, 392.78188, 1.135, id="no region"),
        pytest.param("azure", "eastus", 379.069, 1.185, id="whatever its case"),
        pytest.param("azure", "AsiaSouthEast", 408, 1.185, id="alias of a meter"),
        pytest.param(
            "azure", "qatarcentral", 351.2799615, 1.185, id="a known name without a factor"
        ),
        pytest.param("gcp", "us", 2805, 1.1, id="multi-regions are sums, as published"),
        pytest.param("gcp", "us-east4", 309, 1.08, id="a PUE of the region"),
        pytest.param("on-premise", "Germany", 338.66, 1.58, id="on premises"),
        pytest.param("alicloud", "cn-hangzhou", 626, 1.3, id="a region under its English name"),
    ],
)
def test_the_published_factors_hold_in_ccf_2024(
    ccf: Tables, provider: str, region: str | None, grid: float, pue: float
) -> None:
    site = ccf.site(provider, region)
    assert (site.grid.low, site.grid.best, site.grid.high) == (grid, grid, grid)
    assert (site.pue.low, site.pue.best, site.pue.high) == (pue, pue, pue)


@pytest.mark.parametrize("dataset", [DEFAULT, CCF])
def test_every_alias_leads_to_a_region(dataset: str) -> None:
    tables = Tables(dataset)
    for key in tables.rows("region_aliases"):
        provider, name = key.split("/", 1)
        site = tables.site(provider, name)
        assert site.region not in ("unknown", "world"), key


@pytest.mark.parametrize("dataset", [DEFAULT, CCF])
def test_every_region_has_a_grid_and_a_pue_above_one(dataset: str) -> None:
    tables = Tables(dataset)
    for key, row in tables.rows("grid").items():
        if row["kind"] == "region":
            provider, name = key.split("/", 1)
            site = tables.site(provider, name)
            assert site.grid.best > 0, key
            assert site.pue.low >= 1, key
