"""The server behind a machine type, on rows small enough to work out by hand."""

import pytest

from tools.tables.servers import Hosts, Model, hosts, threads

LAW = Model(
    base=1000,
    memory=1.388,
    within=16,
    socket=100,
    ssd=100,
    drive_gb=1900,
    threads=96,
    small_threads=32,
    sockets=2,
    gib=384,
    burstable_gib=4,
)
CHIPS = {"Known": {"threads_per_chip": "56"}}
METAL, LARGEST = "metal size of the family", "largest size of the family (lower bound)"


def servers(cells: dict[str, str], counted: float | None = None) -> Hosts:
    return hosts(row(**cells), CHIPS, counted, LAW)


def row(**cells: str) -> dict[str, str]:
    usual = {
        "type": "a.large",
        "vcpus": "4",
        "reserved_vcpus": "",
        "baseline_vcpus": "",
        "threads_per_core": "2",
        "memory_gib": "16",
        "arch": "x86_64",
        "microarchitecture": "Known",
        "local_storage_gb": "",
        "host_vcpus": "96",
        "host_vcpus_basis": METAL,
    }
    return usual | cells


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({}, 4, id="a vCPU is a thread"),
        pytest.param({"threads_per_core": "1"}, 8, id="a vCPU is a whole core"),
        pytest.param({"threads_per_core": "1", "arch": "arm64"}, 4, id="an Arm core is one"),
        pytest.param({"threads_per_core": ""}, 4, id="nobody says"),
        pytest.param({"reserved_vcpus": "16"}, 16, id="reserved vCPUs"),
    ],
)
def test_threads(cells: dict[str, str], expected: float) -> None:
    assert threads(row(**cells)) == expected


@pytest.mark.parametrize(
    ("cells", "kg", "host"),
    [
        pytest.param({}, 1000 + 1.388 * 368 + 100, 96, id="a metal size with two chips"),
        pytest.param({"arch": "arm64"}, 1000 + 1.388 * 368, 96, id="Arm has one chip"),
        pytest.param({"memory_gib": "0.5"}, 1100, 96, id="memory within the base"),
        pytest.param(
            {"memory_gib": "1", "baseline_vcpus": "0.2"},
            1000 + 1.388 * 368 + 100,
            96,
            id="burstable",
        ),
        pytest.param({"local_storage_gb": "150"}, 1610.784 + 200, 96, id="local disks of the host"),
        pytest.param(
            {"host_vcpus": "48", "threads_per_core": "1"},
            1000 + 1.388 * 176 + 100,
            96,
            id="whole cores",
        ),
    ],
)
def test_a_known_server_has_no_doubt(cells: dict[str, str], kg: float, host: float) -> None:
    found = servers(cells)
    assert found.best == found.high
    assert found.best.threads == host
    assert found.best.kg == pytest.approx(kg)


def test_a_list_of_drives_goes_before_the_local_gigabytes() -> None:
    assert servers({"local_storage_gb": "150"}, 50).best.kg == pytest.approx(1660.784)


@pytest.mark.parametrize(
    ("largest", "best", "high"),
    [
        pytest.param("16", 96, 32, id="smaller than a small host"),
        pytest.param("64", 96, 64, id="between"),
        pytest.param("128", 128, 128, id="larger than a common host"),
    ],
)
def test_a_server_known_from_below(largest: str, best: float, high: float) -> None:
    found = servers({"host_vcpus": largest, "host_vcpus_basis": LARGEST})
    assert (found.best.threads, found.high.threads) == (best, high)
    assert found.high.share(4) >= found.best.share(4)


@pytest.mark.parametrize(
    ("cells", "share"),
    [
        pytest.param({}, 4 / 96 * 1610.784, id="a balanced type"),
        pytest.param({"memory_gib": "96"}, 96 / 384 * 1610.784, id="more of the memory"),
    ],
)
def test_a_server_of_no_list_is_a_common_one(cells: dict[str, str], share: float) -> None:
    found = servers({"host_vcpus": "", "host_vcpus_basis": "", "microarchitecture": ""} | cells)
    assert found.best.share(4) == pytest.approx(share)
    assert found.high.share(4) > share
