"""Watts of processors and cards: which row is best, how wide, and under which names."""

from statistics import fmean, median, quantiles

import pytest

from carbongate.figure import Unit
from carbongate.machines import accelerator, curve
from carbongate.model import Accelerator
from carbongate.tables import Tables
from tests.hardware import BOTH, CCF, ONE, OWN, every, found, part


def test_the_generic_server_is_the_median_of_the_measured_ones() -> None:
    rows = [row for row in OWN.rows("cpu_power").values() if row["arch"] == "x86_64"]
    assert len(rows) == 20
    for column, point in zip(
        ("w0", "w10", "w50", "w100"), ("idle_w", "p10_w", "p50_w", "p100_w"), strict=True
    ):
        values = [float(row[point]) for row in rows]
        tenths = quantiles(values, n=10, method="inclusive")
        figure = OWN.figure("processors", "*/generic", column, Unit.WATT_PER_THREAD)
        assert figure is not None
        assert (figure.low, figure.best, figure.high) == pytest.approx(
            (tenths[0], median(values), tenths[8]), abs=1e-6
        )
    ratios = [float(row["memory_gib_per_thread"]) for row in rows if row["threads_per_chip"]]
    ratio = OWN.figure("processors", "*/generic", "memory_gib_per_thread", Unit.GIB_PER_THREAD)
    assert ratio is not None
    assert ratio.best == pytest.approx(median(ratios))


def test_measured_watts_lie_within_the_range_of_their_processor() -> None:
    for name, row in OWN.rows("cpu_power").items():
        for column, point in (("w0", "idle_w"), ("w100", "p100_w")):
            figure = OWN.figure("processors", f"*/{name}", column, Unit.WATT_PER_THREAD)
            assert figure is not None
            assert figure.low - 1e-6 <= float(row[point]) <= figure.high + 1e-6, name


@pytest.mark.parametrize(
    ("name", "best"),
    [
        pytest.param("Skylake", 4.104170, id="the refreshed row is best"),
        pytest.param("EPYC 5th Gen", 1.977, id="a broken row is not"),
        pytest.param("Graviton3", 2.018, id="a copied row is not"),
        pytest.param("Ampere Altra", 1.922, id="a processor of no refreshed row"),
    ],
)
def test_which_row_of_full_load_is_best(name: str, best: float) -> None:
    assert curve(OWN, "aws", (name,)).watts[-1].best == pytest.approx(best, abs=1e-6)


def test_the_first_graviton_is_the_second_with_more_doubt() -> None:
    first, second = (curve(OWN, "aws", (name,)) for name in ("Graviton", "AWS Graviton2"))
    for one, two in zip(first.watts, second.watts, strict=True):
        assert one.best == two.best
        assert (one.low, one.high) == pytest.approx((0.6 * two.best, 2 * two.best))


def test_several_processors_are_their_mean_at_each_load() -> None:
    names = ("Skylake", "Intel Cascade Lake")
    both, one, two = (
        curve(OWN, "gcp", names),
        curve(OWN, "gcp", names[:1]),
        curve(OWN, "gcp", names[1:]),
    )
    for figure, left, right in zip(both.watts, one.watts, two.watts, strict=True):
        assert figure.best == pytest.approx(fmean((left.best, right.best)))


def test_an_unknown_processor_among_several_makes_all_of_them_generic() -> None:
    assert curve(OWN, "aws", ("Skylake", "Z80")) == curve(OWN, "aws", ())
    assert curve(CCF, "gcp", ("Skylake", "Z80")).watts[0].best == 0.68


def test_an_inferred_processor_is_less_sure_than_a_known_one() -> None:
    known, inferred = (curve(OWN, "aws", ("Skylake",), how) for how in ("exact", "inferred"))
    for sure, unsure in zip(known.watts, inferred.watts, strict=True):
        assert unsure.best == sure.best
        assert unsure.low < sure.low <= sure.high < unsure.high


@pytest.mark.parametrize(
    ("name", "model"),
    [
        pytest.param("nvidia-tesla-t4", "T4", id="Google's name"),
        pytest.param("Nvidia T4", "T4", id="Cloud Carbon Footprint's name"),
        pytest.param("T4", "T4", id="Amazon's name"),
        pytest.param("Tesla T4", "T4", id="a node's label with blanks"),
        pytest.param("Tesla-T4", "T4", id="a node's label"),
        pytest.param("Tesla-T4-SHARED", "T4", id="a shared card"),
        pytest.param("NVIDIA-A100-SXM4-80GB", "A100 80GB", id="a node's label with its memory"),
        pytest.param("Nvidia Tesla A100", "A100", id="a card with more than one size"),
        pytest.param("tpu-v5-lite-podslice", "TPU v5e", id="a chip that is no card"),
        pytest.param("nvidia.com/gpu", "generic", id="a device whose model nobody says"),
    ],
)
def test_names_of_cards(name: str, model: str) -> None:
    card = accelerator(OWN, name, ONE)
    assert card is not None
    assert card.model == model
    assert all(point.best > 0 for point in card.power.watts)
    assert card.embodied.best > 0


def test_a_card_of_no_row_is_none() -> None:
    assert accelerator(OWN, "Voodoo 2", ONE) is None


def test_a_card_without_a_published_figure_has_the_assumed_one() -> None:
    card = accelerator(OWN, "nvidia-tesla-k80", ONE)
    assert card is not None
    assert (card.embodied.low, card.embodied.best, card.embodied.high) == (75, 150, 600)


@pytest.mark.parametrize("tables", BOTH, ids=lambda tables: tables.dataset)
def test_every_card_of_a_type_has_watts(tables: Tables) -> None:
    for provider, key, name in every(tables):
        folder = f"instances/{provider}"
        row = tables.rows(folder).get(key) or tables.rows(f"instances/sharealike/{provider}")[key]
        made = found(tables, provider, key)
        card = part(made, Accelerator)
        assert (card is not None) == bool(row["accelerator"]), name
        if card is not None:
            assert card.count.best > 0, name
            assert (card.model == "generic") == ("median card" in made.note), name
