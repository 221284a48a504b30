"""constants.csv and boavizta.csv: the factors of the formulas, and the embodied ranges with credit."""

from __future__ import annotations

from collections.abc import Mapping

from tools.tables.framework import CCF, DEFAULT, Inputs, Row, Rows, number

WH_TBH, KWH_GBH, KWH_GB = "Wh/TBh", "kWh/GiBh", "kWh/GB"
KG, KG_TB = "kgCO2e", "kgCO2e/TB"
UNSURE = (0.7, 1.3)  # times the watts of a processor that is inferred, or one of several


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """The constants of both datasets."""
    own = {
        (row["provider"], row["constant"]): row["value"] for row in inputs.rows("ccf/constants.csv")
    }
    made = {(row["category"], row["item"]): row for row in inputs.rows("embodied.csv")}
    return {
        f"{DEFAULT}/constants.csv": default(own),
        f"{DEFAULT}/boavizta.csv": boavizta(made, inputs.rows("instance_embodied.csv")),
        f"{CCF}/constants.csv": ccf(own),
    }


def shared(own: Mapping[tuple[str, str], str]) -> list[Row]:
    """What both datasets take from Cloud Carbon Footprint as it is."""
    aws, model = "aws", "(embodied model)"
    return [
        row(
            "memory", own[aws, "memory"], KWH_GBH, "memory beyond what the measured servers contain"
        ),
        row("network", own[aws, "networking"], KWH_GB, "inside the data centre"),
        row("storage_ssd", own[aws, "storage_ssd"], WH_TBH, ""),
        row("storage_hdd", own[aws, "storage_hdd"], WH_TBH, ""),
        row("hours_per_month", "730", "h", "a month: 8,760 hours / 12", source="carbongate-choice"),
        row(
            "mb_per_vcpu",
            own[aws, "lambda_mb_per_vcpu"],
            "1",
            "MB of a function that come with one vCPU",
        ),
        row(
            "server_threads",
            "96",
            "thread",
            "a host that no table knows",
            source="carbongate-choice",
        ),
        row("server_gib", "384", "GiB", "a host that no table knows", source="carbongate-choice"),
        row(
            "server_base",
            own[model, "embodied_base_server"],
            KG,
            "a server with one socket, no drives",
        ),
        row(
            "server_memory_within",
            own[model, "embodied_dram_threshold"],
            "GiB",
            "memory within server_base",
        ),
        row("server_socket", own[model, "embodied_extra_cpu"], KG, "each socket beyond the first"),
        row("server_ssd", own[model, "embodied_ssd"], KG, "each drive"),
        row("server_hdd", own[model, "embodied_hdd"], KG, "each drive"),
        row(
            "acu_vcpus",
            number(1 / float(own[aws, "aurora_serverless_acu_per_vcpu"])),
            "vCPU",
            "one Aurora capacity unit",
        ),
        row("acu_memory", "2", "GiB", "one Aurora capacity unit", source="aws-docs"),
        row(
            "control_plane_vcpus",
            own["gcp", "gke_vcpu_per_cluster"],
            "vCPU",
            "of a managed Kubernetes cluster",
        ),
    ]


def default(own: Mapping[tuple[str, str], str]) -> list[Row]:
    """The default dataset: with the doubt of each."""
    years = 8760
    return [
        *shared(own),
        row("lifetime", number(4 * years), "h", "4 years; 6 where the large clouds are right",
            high=number(6 * years), source="ccf-app+boavizta-lifetime"),
        row("server_sockets", "2", "1", "a host that no table knows", source="carbongate-choice"),
        row("server_memory", "1388", KG_TB, "1.388 kg for each GiB beyond server_memory_within"),
        row("unsure_processor", "1", "1",
            "watts of a type whose processor is inferred, or one of several: good to 30 %",
            low=number(UNSURE[0]), high=number(UNSURE[1]), source="carbongate-choice"),
        row("server_threads_small", "32", "thread", "the smallest host of a type that no list has",
            source="carbongate-choice"),
        row("server_kg", number(1000 + 1.388 * (384 - 16) + 100), KG,
            "server_base + server_memory x (server_gib - server_memory_within) + server_socket; "
            "high: as many small hosts as have server_threads",
            high=number(3 * (1000 + 1.388 * (384 / 3 - 16))), source="ccf-app+carbongate-choice"),
        row("card", own["(embodied model)", "embodied_gpu"], KG, "an accelerator card of no row",
            low="75", high="600", source="ccf-app+carbongate-choice"),
        row("memory_per_thread", "1", "GiB/thread", "within the measured watts where no ratio is known",
            source="carbongate-choice"),
        row("drive_gb", "1900", "GB", "local disk of one drive", source="carbongate-choice"),
        row("burstable_memory_per_vcpu", "4", "GiB", "of the host of a burstable type, each vCPU",
            source="carbongate-choice"),
    ]  # fmt: skip


def ccf(own: Mapping[tuple[str, str], str]) -> list[Row]:
    """Cloud Carbon Footprint's, to the last digit: no doubt, no embodied storage."""
    model = "(embodied model)"
    per_gb = own[model, "embodied_dram_per_gb"]
    low, high = float(own["aws", "min_watts_default"]), float(own["aws", "max_watts_default"])
    return [
        *shared(own),
        row("lifetime", own["aws", "server_expected_lifespan"], "h", "4 years"),
        row("storage_embodied_ssd", "0", KG_TB, "the method has no embodied storage"),
        row("storage_embodied_hdd", "0", KG_TB, "the method has no embodied storage"),
        row("unsure_processor", "1", "1", "no doubt of its own"),
        row("function_watts", number((low + high) / 2), "W/thread", "a function, at 50 %"),
        row("server_sockets", "2", "1", "a host that no table knows", source="carbongate-choice"),
        row("server_memory", repr(float(per_gb) * 1000), KG_TB, "533 kg for 384 GB, beyond server_memory_within"),
        row("server_kg", "0", KG, "the method counts no manufacture where no machine type is known"),
        row("card", "0", KG, "the method counts cards with the server of their machine type"),
    ]  # fmt: skip


def boavizta(made: Mapping[tuple[str, str], Row], instances: Rows) -> list[Row]:
    """Embodied figures of Boavizta's model, a table of their own with the credit."""
    ssd = made["ssd", "per TB, Boavizta 4 TB"]
    hdd = made["hdd", "per TB, Boavizta factor on a 20 TB drive"]
    host = next(row for row in instances if row["type"] == "m5.metal")
    return [
        row("storage_embodied_ssd", ssd["kg_co2e"], KG_TB, "a 4 TB drive", low=ssd["low"], high=ssd["high"],
            source="boaviztapi"),
        row("storage_embodied_hdd", hdd["kg_co2e"], KG_TB, "a 20 TB drive; a vendor's and a paper's figure around it",
            low=made["hdd", "per TB, enterprise 20 TB (Exos X20)"]["kg_co2e"],
            high=made["hdd", "per TB, consumer LCA average"]["kg_co2e"], source="boaviztapi+seagate-x20+tannu-nair"),
        row("server_kg_boavizta", number(float(host["embodied_kg_lifetime"])), KG,
            "a server of 96 threads and 384 GiB", low=host["low_kg"], high=number(float(host["high_kg"])),
            source="boaviztapi"),
    ]  # fmt: skip


def row(
    name: str,
    best: str,
    unit: str,
    note: str,
    *,
    low: str = "",
    high: str = "",
    source: str = "ccf-app",
) -> Row:
    """One constant; low and high are its best where it has no doubt."""
    return {
        "name": name,
        "low": low or best,
        "best": best,
        "high": high or best,
        "unit": unit,
        "source": source,
        "note": note,
    }
