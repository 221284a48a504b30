"""region_aliases.csv: other spellings of a region that bills, consoles and old manifests use."""

from __future__ import annotations

from collections.abc import Mapping

from tools.tables.framework import CCF, DEFAULT, Inputs, Row, Rows, hand

# Azure's geographies, and Cloud Carbon Footprint's names for them, are countries here.
COUNTRIES: Mapping[str, str] = {
    "australia": "AU",
    "brazil": "BR",
    "canada": "CA",
    "france": "FR",
    "germany": "DE",
    "india": "IN",
    "japan": "JP",
    "korea": "KR",
    "norway": "NO",
    "southafrica": "ZA",
    "switzerland": "CH",
    "uae": "AE",
    "uk": "GB",
    "unitedstates": "US",
}
# Names of meters whose region has another name today.
RENAMED: Mapping[str, str] = {
    "apeast": "eastasia",
    "apsoutheast": "southeastasia",
    "usnorth": "northcentralus",
}


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """Cloud Carbon Footprint's aliases for it, the same and more for the default dataset."""
    aliases = [row for row in inputs.rows("ccf/region_aliases.csv") if row["has_factor"] == "yes"]
    regions = inputs.rows("regions.csv")
    countries = inputs.rows("countries.csv")
    own = hand("region_aliases.csv")
    return {
        f"{CCF}/region_aliases.csv": unique(
            [
                alias(row["provider"], row["alias"], row["region"], "ccf-app")
                for row in aliases
                if row["region"] != "Unknown"
            ]
            + [kept(row) for row in own if row["dataset"] == CCF]
        ),
        f"{DEFAULT}/region_aliases.csv": unique(
            default(aliases, regions)
            + [
                alias("generic", row["name"], row["iso2"], "iso-3166")
                for row in countries
                if row["kind"] == "country" and row["average_g_kwh_electricitymaps_2025"]
            ]
            + [kept(row) for row in own if row["dataset"] == DEFAULT]
        ),
    }


def default(aliases: Rows, regions: Rows) -> list[Row]:
    """Cloud Carbon Footprint's aliases onto today's regions, and the long names of Amazon's."""
    names = {(row["provider"], row["region"].lower()) for row in regions}
    rows = []
    for row in aliases:
        region = row["region"].lower()
        region = region.removesuffix("stage").removesuffix("euap")
        region = RENAMED.get(region, region)
        target = COUNTRIES.get(region, region)
        if target in COUNTRIES.values() or (row["provider"], target) in names:
            rows.append(alias(row["provider"], row["alias"], target, "ccf-app"))
    return rows + [
        alias("aws", row["place"], row["region"], "botocore")
        for row in regions
        if row["provider"] == "aws" and "(" in row["place"]
    ]


def unique(rows: list[Row]) -> list[Row]:
    """Without the names that only repeat their region or an alias, case and spaces aside."""
    found: dict[str, Row] = {}
    for row in rows:
        provider, name = row["alias"].split("/", 1)
        plain = f"{provider}/{name.replace(' ', '').lower()}"
        if plain != f"{provider}/{row['region'].replace(' ', '').lower()}":
            first = found.setdefault(plain, row)
            if first["region"] != row["region"]:
                raise ValueError(f"{row['alias']} is {first['region']} and {row['region']}")
    return list(found.values())


def kept(row: Row) -> Row:
    """A row kept by hand, without its dataset."""
    return {name: row[name] for name in ("alias", "region", "source")}


def alias(provider: str, name: str, region: str, source: str) -> Row:
    """One row."""
    return {"alias": f"{provider}/{name}", "region": region, "source": source}
