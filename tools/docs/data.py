"""docs/data/: what each table of each dataset holds, in which units, from which sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from carbongate.tables import DATA, Tables, datasets
from tools.docs.cells import Row, full_tables, rows
from tools.docs.markdown import code, page, table

# What a table holds. A folder stands for all the tables in it.
HOLDS = {
    "about": "what the dataset is",
    "accelerator_aliases": "names that manifests, device plugins and price lists give to accelerators",
    "accelerators": "accelerators: W of one card or chip over the load, kgCO2e of its manufacture",
    "boavizta": "Boavizta's figures for the manufacture of a common server and of storage",
    "boavizta/*": "Boavizta's range for the manufacture of a machine type's share of its server, which widens ours",
    "constants": "coefficients and defaults of the formulas",
    "copies": "copies that a service keeps of its machines and of each byte",
    "cpu_power": "processors as measured: W for each thread (Arm: core) at four loads, and the memory within",
    "customs": "families of custom machine types, whose name says vCPUs and memory",
    "defaults": "what stands behind everything that nobody states",
    "free_types": "types of resources that use no energy of their own, by name, prefix or suffix",
    "grid": "gCO2e/kWh of each region, and of unknown regions, multi-regions and countries",
    "instances": "machine types: vCPUs, threads, memory, processors, accelerators, and the server they are part of",
    "instances/sharealike": "more machine types, whose facts may only be shared alike",
    "media": "whether a class of storage is kept on SSD or on HDD",
    "processors": "the watts that the estimate uses: W for each thread (Arm: core) over the load",
    "providers": "other names of providers",
    "pue": "kWh at the meter for each kWh at the equipment, by region",
    "region_aliases": "other names of regions",
    "runner_labels": "labels of hosted runners that stand for another one, with the day since when",
    "runners": "hosted CI runners: vCPUs, memory, watts of the whole runner where somebody measured them",
    "world": "gCO2e/kWh of the whole world, for what nobody knows a place of",
}
# Columns whose unit is in no column of their own.
UNITS = {
    "accelerators": "W, kgCO2e",
    "boavizta/*": "kgCO2e",
    "cpu_power": "W/thread, GiB/thread",
    "customs": "thread/vCPU, kgCO2e",
    "instances": "vCPU, thread, GiB, kgCO2e",
    "instances/sharealike": "vCPU, thread, GiB, kgCO2e",
    "processors": "W/thread, GiB/thread",
    "runners": "vCPU, GiB, W",
}
INTRODUCTION = """
# Data

Every number of an estimate is a cell of one of these tables, or stands in your own files. `carbongate explain ADDRESS`
shows which cells a resource rests on. A row never travels without its unit and its source; the tables are
written by the builders in [`tools/tables/`](../../tools/tables) and never edited. A changed number stands under "Numbers" in the
[changelog](../../CHANGELOG.md), since it can turn a build red. `estimate.dataset` in [carbongate.yaml](../config.md#estimate)
chooses the dataset, and every report names it. Credits and licences:
[LICENSES.md](../../carbongate/data/LICENSES.md). How the numbers become carbon: [methodology](../methodology.md).
"""


def pages(root: Path) -> Mapping[str, str]:
    """Path -> text."""
    found = {"docs/data/index.md": index()}
    for dataset in datasets():
        folder = f"docs/data/{dataset}"
        found[f"{folder}/index.md"] = of_dataset(dataset)
        found[f"{folder}/sources.md"] = of_sources(dataset)
        for name, text in full_tables(dataset).items():
            found[f"{folder}/{name}.md"] = text
    return found


def index() -> str:
    """The datasets side by side."""
    lines = []
    for dataset in datasets():
        about = {key: row["value"] for key, row in Tables(dataset).rows("about").items()}
        counted = sum(len(found) for found in all_tables(dataset).values())
        lines.append(
            (
                f"[`{dataset}`]({dataset}/index.md)",
                about["title"],
                about["grid_basis"],
                about["grid_year"],
                f"{counted:,}",
            )
        )
    head = ("dataset", "what it is", "basis of the grid factors", "their year", "rows")
    return page(INTRODUCTION, table(head, lines))


def of_dataset(dataset: str) -> str:
    """The tables of one dataset."""
    grouped: dict[str, list[Row]] = {}
    for name, found in all_tables(dataset).items():
        grouped.setdefault(group(name), []).extend(found)
    shown = full_tables(dataset)
    lines = []
    for name, found in sorted(grouped.items()):
        link = f"[`{name}`]({name}.md)" if name in shown else code(name)
        lines.append((link, HOLDS[name], f"{len(found):,}", units(name, found), named(found)))
    about = Tables(dataset).rows("about")
    return page(
        f"# {dataset}",
        f"{about['title']['value']}. Basis of the grid factors: {about['grid_basis']['value']}, "
        f"{about['grid_year']['value']}. Sources with their licences: [sources](sources.md). The files: "
        f"[`carbongate/data/{dataset}/`](../../../carbongate/data/{dataset}).",
        table(("table", "what it holds", "rows", "units", "sources"), lines),
        "## Machine types",
        machine_types(dataset),
        "## Regions",
        regions(dataset),
        "## Types without energy of their own",
        free(dataset),
    )


def all_tables(dataset: str) -> Mapping[str, list[Row]]:
    """Every table by its name, in the order of names."""
    folder = DATA / dataset
    names = sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.csv")
    )
    return {name: rows(dataset, name) for name in names}


def group(name: str) -> str:
    """The name under which a table is described."""
    folder, slash, _ = name.rpartition("/")
    return f"{folder}/*" if folder == "boavizta" else folder or name if slash else name


def units(name: str, found: list[Row]) -> str:
    """The units of its numbers."""
    stated = dict.fromkeys(row["unit"] for row in found if row.get("unit") not in (None, "", "1"))
    return UNITS.get(name) or ", ".join(stated)


def named(found: list[Row]) -> str:
    """The sources of its rows."""
    words = {word for row in found for word in row["source"].split("+")}
    return ", ".join(map(code, sorted(words)))


def machine_types(dataset: str) -> str:
    """How many types each provider has, and how sure their processors are."""
    counted: dict[str, list[Row]] = {}
    for name, found in all_tables(dataset).items():
        if name.startswith("instances/"):
            counted.setdefault(name.rpartition("/")[2], []).extend(found)
    lines = []
    for provider, found in sorted(counted.items()):
        known = [row for row in found if row["processors"]]
        exact = [row for row in known if row.get("confidence", "exact") == "exact"]
        cards = [row for row in found if row["accelerator"]]
        processors = {one for row in known for one in row["processors"].split("|")}
        lines.append(
            (
                code(provider),
                f"{len(found):,}",
                f"{len(exact):,}",
                f"{len(known) - len(exact):,}",
                f"{len(found) - len(known):,}",
                f"{len(cards):,}",
                ", ".join(sorted(processors)),
            )
        )
    head = (
        "provider",
        "types",
        "processor documented",
        "inferred or one of several",
        "not known",
        "with accelerators",
        "processors",
    )
    return table(head, lines)


def regions(dataset: str) -> str:
    """Regions of each provider with the ends of their grid factors and PUE."""
    grid = [row for row in rows(dataset, "grid") if row["kind"] == "region"]
    efficiency = {row["region"]: row for row in rows(dataset, "pue")}
    lines = []
    for provider in sorted({row["region"].split("/")[0] for row in grid}):
        own = [row for row in grid if row["region"].startswith(f"{provider}/")]
        factors = sorted(float(row["grid"]) for row in own)
        ratios = sorted(
            float(efficiency[r["region"]]["pue"]) for r in own if r["region"] in efficiency
        )
        lines.append(
            (
                code(provider),
                str(len(own)),
                f"{factors[0]:,.4g} to {factors[-1]:,.4g}",
                f"{ratios[0]:.4g} to {ratios[-1]:.4g}" if ratios else "",
            )
        )
    return table(("provider", "regions", "gCO2e/kWh", "PUE"), lines)


def free(dataset: str) -> str:
    """How many rows speak of which language of types."""
    found = rows(dataset, "free_types")
    lines = []
    for dialect in sorted({row["dialect"] for row in found}):
        how = [row["how"] for row in found if row["dialect"] == dialect]
        exact = how.count("exact")
        never = how.count("never")
        lines.append((dialect, str(exact), str(len(how) - exact - never), str(never)))
    head = ("types of", "by name", "by prefix, suffix or part", "exceptions")
    return table(head, lines)


def of_sources(dataset: str) -> str:
    """Every source of a dataset."""
    return page(f"# Sources of {dataset}", table(SOURCE_HEAD, source_lines(dataset)))


SOURCE_HEAD = ("key", "title", "date", "basis", "licence")


def source_lines(dataset: str) -> Iterator[tuple[str, ...]]:
    """One line for each source."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(
        (DATA / dataset / "sources.yaml").read_text(encoding="utf-8")
    )
    for key, row in sorted(found.items()):
        address = str(row["address"])
        title = f"[{row['title']}]({address})" if address.startswith("https") else row["title"]
        yield code(key), title, str(row["date"]), row["basis"], row["licence"]
