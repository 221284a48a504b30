"""grid.csv, pue.csv and world.csv: regions, what stands for an unknown one, and countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from tools.tables.framework import CCF, DEFAULT, Inputs, Row, Rows, number

MAPS = "electricitymaps-co2js"
GRAM = "gCO2e/kWh"
PUE = "kWh/kWh IT"

# Google's multi-regions and dual regions, and where their data lies.
MEMBERS: Mapping[str, tuple[str, ...]] = {
    "us": ("us-",),
    "eu": ("europe-",),
    "europe": ("europe-",),
    "asia": ("asia-",),
    "asia1": ("asia-northeast1", "asia-northeast2"),
    "eur4": ("europe-north1", "europe-west4"),
    "eur5": ("europe-west1", "europe-west2"),
    "eur7": ("europe-west2", "europe-west3"),
    "eur8": ("europe-west3", "europe-west6"),
    "nam4": ("us-central1", "us-east1"),
}
# Regions that the European Union's multi-region leaves out: London and Zurich.
OUTSIDE_EU = ("europe-west2", "europe-west6")

# What Cloud Carbon Footprint's table calls its rows, in our words.
SCOPES: Mapping[str, str] = {
    "region": "region",
    "multi-or-dual-region": "multi-region",
    "unknown-fallback": "unknown",
}

NO_PUE = ("1.05", "1.15", "1.58")


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """The places of both datasets."""
    regions = inputs.rows("regions.csv")
    countries = inputs.rows("countries.csv")
    return {
        f"{DEFAULT}/grid.csv": grid(regions, countries),
        f"{DEFAULT}/pue.csv": pue(regions),
        f"{DEFAULT}/world.csv": world(countries),
        **ccf(inputs.rows("ccf/regions.csv")),
    }


def grid(regions: Rows, countries: Rows) -> list[Row]:
    """Yearly averages of each region, multi-region, unknown region and country; percentiles."""
    rows = [
        grid_row(
            f"{row['provider']}/{row['region']}",
            (row["grid_g_kwh"],) * 3,
            kind="region",
            place=row["place"],
            zone=row["electricitymaps_zone"],
            year=row["grid_year"],
        )
        for row in regions
    ]
    for provider in providers(regions):
        there = [float(row["grid_g_kwh"]) for row in regions if row["provider"] == provider]
        rows.append(
            grid_row(
                f"{provider}/unknown",
                spread(there),
                kind="unknown",
                place="any region",
                note="the median of its regions, low and high over all of them",
            )
        )
    rows += [
        grid_row(
            f"gcp/{name}",
            spread([float(row["grid_g_kwh"]) for row in members(name, regions)]),
            kind="multi-region",
            place="median of its members",
        )
        for name in MEMBERS
    ]
    taken = {row["region"].lower() for row in rows}
    rows += [row for row in country_rows(regions, countries) if row["region"].lower() not in taken]
    ten = quantiles([float(row["grid_g_kwh"]) for row in regions], n=10, method="inclusive")
    rows.append(
        grid_row(
            "percentiles",
            (number(ten[0]), number(ten[4]), number(ten[8])),
            kind="percentiles",
            place="all regions",
        )
    )
    return rows


def country_rows(regions: Rows, countries: Rows) -> list[Row]:
    """A country's average, low and high over a cloud's regions there ("generic": any cloud's)."""
    rows = []
    for country in countries:
        average = country["average_g_kwh_electricitymaps_2025"]
        if not average or country["kind"] != "country":
            continue
        here = [row for row in regions if row["country"] == country["iso2"]]
        for provider in ("generic", *providers(here)):
            values = [
                float(row["grid_g_kwh"]) for row in here if provider in ("generic", row["provider"])
            ]
            low, high = min([*values, float(average)]), max([*values, float(average)])
            note = f"the average of {country['name']}, low and high over its regions there"
            rows.append(
                grid_row(
                    f"{provider}/{country['iso2']}",
                    (number(low), average, number(high)),
                    kind="country",
                    place=country["name"],
                    zone=country["iso2"],
                    note="" if provider == "generic" else note,
                )
            )
    return rows


def pue(regions: Rows) -> list[Row]:
    """Published values as they are; a fleet average is as wide as the published regions."""
    published = {
        provider: [
            float(row["pue"])
            for row in regions
            if row["provider"] == provider and row["pue_basis"].startswith("region")
        ]
        for provider in providers(regions)
    }
    everywhere = [value for values in published.values() for value in values]
    rows = []
    for row in regions:
        key = f"{row['provider']}/{row['region']}"
        best = row["pue"]
        if not best:
            rows.append(pue_row(key, NO_PUE, "nothing published", "carbongate-choice"))
        elif row["pue_basis"].startswith("region"):
            rows.append(pue_row(key, (best,) * 3, row["pue_basis"], "gsf-real-time-cloud"))
        else:
            around = [*(published[row["provider"]] or everywhere), float(best)]
            cells = (number(min(around)), best, number(max(around)))
            rows.append(pue_row(key, cells, row["pue_basis"], "pue-fleet"))
    for provider in providers(regions):
        here = [row for row in rows if row["region"].startswith(f"{provider}/")]
        rows.append(stand_in(f"{provider}/unknown", "median of its regions", here))
    for name in MEMBERS:
        keys = {f"gcp/{row['region']}" for row in members(name, regions)}
        here = [row for row in rows if row["region"] in keys]
        rows.append(stand_in(f"gcp/{name}", "median of its members", here))
    rows.append(pue_row("generic/unknown", NO_PUE, "nothing known", "carbongate-choice"))
    return rows


def stand_in(key: str, basis: str, here: Sequence[Row]) -> Row:
    """The median of some rows, low and high over them."""
    cells = (
        number(min(float(row["pue_low"]) for row in here)),
        number(median(float(row["pue"]) for row in here)),
        number(max(float(row["pue_high"]) for row in here)),
    )
    sources = sorted({row["source"] for row in here})
    return pue_row(key, cells, basis, "+".join(sources))


def world(countries: Rows) -> list[Row]:
    """The world's average; a table of its own since its licence is another one."""
    row = next(row for row in countries if row["iso3"] == "WORLD")
    return [world_row(row["average_g_kwh_ember"], "the world's average", "ember-co2js")]


def ccf(regions: Rows) -> dict[str, Rows]:
    """Cloud Carbon Footprint's own factors as they are; a factor of 0 counts as missing."""
    grids, pues = [], []
    for row in regions:
        provider = {"ali": "alicloud"}.get(row["provider"], row["provider"])
        name = "unknown" if row["region"] == "Unknown" else row["region"]
        note = "Cloud Carbon Footprint's factor for unknown regions" if name == "unknown" else ""
        value = row["grid_factor_g_per_kwh"]
        if value and float(value) != 0:
            grids.append(
                grid_row(
                    f"{provider}/{name}",
                    (value,) * 3,
                    kind=SCOPES[row["scope"]],
                    place=row["location"],
                    zone=row["electricity_maps_zone"],
                    note=note,
                    source="ccf-app",
                )
            )
        pues.append(
            pue_row(f"{provider}/{name}", (row["pue"],) * 3, "of the application", "ccf-app")
        )
    nowhere = next(
        row for row in regions if (row["provider"], row["region"]) == ("on-premise", "Unknown")
    )
    pues.append(pue_row("generic/unknown", (nowhere["pue"],) * 3, "on premises", "ccf-app"))
    note = "Cloud Carbon Footprint's factor for machines on premises"
    return {
        f"{CCF}/grid.csv": grids,
        f"{CCF}/pue.csv": pues,
        f"{CCF}/world.csv": [world_row(nowhere["grid_factor_g_per_kwh"], note, "ccf-app")],
    }


def members(name: str, regions: Rows) -> list[Row]:
    """The Google regions behind a multi-region."""
    return [
        row
        for row in regions
        if row["provider"] == "gcp"
        and row["region"].startswith(MEMBERS[name])
        and not (name in ("eu", "europe") and row["region"] in OUTSIDE_EU)
    ]


def providers(regions: Rows) -> list[str]:
    """Every provider of some regions."""
    return sorted({row["provider"] for row in regions})


def spread(values: Sequence[float]) -> tuple[str, str, str]:
    """Lowest, median, highest."""
    return number(min(values)), number(median(values)), number(max(values))


def grid_row(
    region: str,
    cells: tuple[str, str, str],
    *,
    kind: str,
    place: str = "",
    zone: str = "",
    year: str = "",
    note: str = "",
    source: str = MAPS,
) -> Row:
    """One row of grid.csv."""
    low, best, high = cells
    return {
        "region": region,
        "kind": kind,
        "place": place,
        "zone": zone,
        "grid_low": low,
        "grid": best,
        "grid_high": high,
        "unit": GRAM,
        "year": year or ("2025" if source == MAPS else ""),
        "note": note,
        "source": source,
    }


def pue_row(region: str, cells: tuple[str, str, str], basis: str, source: str) -> Row:
    """One row of pue.csv."""
    low, best, high = cells
    return {
        "region": region,
        "pue_low": low,
        "pue": best,
        "pue_high": high,
        "unit": PUE,
        "basis": basis,
        "source": source,
    }


def world_row(value: str, note: str, source: str) -> Row:
    """The one row of world.csv."""
    return {"place": "world", "grid": value, "unit": GRAM, "note": note, "source": source}
