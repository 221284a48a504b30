"""The server behind a machine type and its manufacture, after Cloud Carbon Footprint's model.

    kg = base + memory x max(0, GiB - within) + socket x (sockets - 1) + drives

A host whose size is only known from below is at least a common one for the best value, and may be a
small one for the high value: the smaller the server, the more of its base falls on one thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tools.tables.factors import default
from tools.tables.framework import Inputs, Row


@dataclass(frozen=True, slots=True)
class Model:
    """The rows of constants.csv that the model needs."""

    base: float
    memory: float
    within: float
    socket: float
    ssd: float
    drive_gb: float
    threads: float
    small_threads: float
    sockets: float
    gib: float
    burstable_gib: float


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its threads (Arm: cores) and the kgCO2e of its manufacture without cards."""

    threads: float
    kg: float

    def share(self, threads: float) -> float:
        """The kg that fall on so many of its threads."""
        return self.kg * threads / self.threads


@dataclass(frozen=True, slots=True)
class Hosts:
    """The server that stands for a type, and the one that widens its share upward."""

    best: Server
    high: Server


def model(inputs: Inputs) -> Model:
    """From the constants of the default dataset."""
    own = {
        (row["provider"], row["constant"]): row["value"] for row in inputs.rows("ccf/constants.csv")
    }
    cell = {row["name"]: float(row["best"]) for row in default(own)}
    return Model(
        base=cell["server_base"],
        memory=cell["server_memory"] / 1000,
        within=cell["server_memory_within"],
        socket=cell["server_socket"],
        ssd=cell["server_ssd"],
        drive_gb=cell["drive_gb"],
        threads=cell["server_threads"],
        small_threads=cell["server_threads_small"],
        sockets=cell["server_sockets"],
        gib=cell["server_gib"],
        burstable_gib=cell["burstable_memory_per_vcpu"],
    )


def width(row: Row) -> int:
    """Threads behind one vCPU: 2 where a vCPU is a whole core of an x86 processor."""
    return 2 if row["threads_per_core"] == "1" and row["arch"] == "x86_64" else 1


def threads(row: Row) -> float:
    """Threads (Arm: cores) that a type keeps busy or reserved."""
    return float(row["reserved_vcpus"] or row["vcpus"]) * width(row)


def hosts(row: Row, chips: Mapping[str, Row], counted: float | None, law: Model) -> Hosts:
    """The servers of a row of instances.csv. `counted` is the kg of drives where a list has them."""
    own = threads(row)
    known = float(row["host_vcpus"] or 0) * width(row)

    def server(host: float) -> Server:
        gib, part = size(row, host, law)
        drives = law.ssd * math.ceil(float(row["local_storage_gb"] or 0) / part / law.drive_gb)
        sockets = chips_of(row, chips, host, law)
        return Server(own / part, kg(gib, sockets, drives if counted is None else counted, law))

    if known and "lower bound" not in row["host_vcpus_basis"]:
        exactly = server(max(known, own))
        return Hosts(exactly, exactly)
    return Hosts(server(max(known, own, law.threads)), server(max(known, own, law.small_threads)))


def size(row: Row, host: float, law: Model) -> tuple[float, float]:
    """GiB of a host of so many threads, and the part of the host that a type takes.

    A host of a known family has the memory of the type for each thread. One that no list has is
    sized like a common server, and a type takes the larger of its parts of threads and memory.
    """
    own, memory = threads(row), float(row["memory_gib"])
    if row["host_vcpus"]:
        gib = law.burstable_gib / width(row) if row["baseline_vcpus"] else memory / own
        return host * gib, own / host
    gib = max(law.gib * host / law.threads, memory)
    return gib, max(own / host, memory / gib)


def chips_of(row: Row, chips: Mapping[str, Row], host: float, law: Model) -> int:
    """Sockets of a host: one for Arm, two for a common server of an unknown processor."""
    if row["arch"] == "arm64":
        return 1
    known = chips.get(row["microarchitecture"])
    per_chip = float(known["threads_per_chip"] or 0) if known else 0
    return math.ceil(host / (per_chip or law.threads / law.sockets))


def kg(gib: float, sockets: int, drives: float, law: Model) -> float:
    """kgCO2e of one server without cards."""
    return law.base + law.memory * max(0, gib - law.within) + law.socket * (sockets - 1) + drives


def drive_lists(inputs: Inputs) -> Callable[[Row], float | None]:
    """The kg of drives that Cloud Carbon Footprint's lists give for a type, where they have it."""
    names = {
        (row["provider"], row["instance_type"]): (
            row["arm_sku_guess"] or row["instance_type"]
        ).lower()
        for row in inputs.rows("ccf/instances.csv")
    }
    known = {
        (row["provider"], names[row["provider"], row["instance_type"]]): float(
            row["additional_storage_kg"]
        )
        for row in inputs.rows("ccf/embodied_components.csv")
        if (row["provider"], row["instance_type"]) in names
    }
    return lambda row: known.get((row["provider"], row["type"].lower()))
