"""Carbon of one run: each workflow by its own runs, and the worst of them decides."""

import pytest

from carbongate.config import Budget
from carbongate.figure import Unit
from carbongate.limits.budget import limits
from carbongate.model import Kind, StackEstimate, Where
from tests.limits.beside import CODE, judged, said
from tests.verdicts import change, figure, grams, limit, resource, skipped, stack


def pipeline(
    *jobs: tuple[str, float, float], name: str = "pipeline", **more: object
) -> StackEstimate:
    """Jobs (`workflow:job`, kg in a month, runs in a month)."""
    found = [
        resource(
            f"{address}",
            kilograms,
            kind=Kind.PIPELINE,
            runs=runs,
            where=Where(address.split(":")[0], 3),
        )
        for address, kilograms, runs in jobs
    ]
    return stack(*found, name=name, **more)  # type: ignore[arg-type]  # as a test says


LARGE, SMALL = ("release.yml:build", 4, 40), ("label.yml:label", 1, 10_000)


def test_a_small_workflow_that_runs_often_does_not_make_up_for_a_large_one() -> None:
    (one,) = limits(limit(per_run=grams(50)), [pipeline(LARGE, SMALL)], (), CODE)
    assert one.best == pytest.approx(100)
    assert (one.unit, one.stacks) == ("gCO2e/run", ("pipeline",))
    assert one.reason == "budget b: one run of release.yml 100 gCO2e is over the limit of 50"


def test_the_jobs_of_a_workflow_are_one_run() -> None:
    found = pipeline(LARGE, ("release.yml:test", 2, 40), ("release.yml:nightly", 1, 20))
    (one,) = limits(limit(per_run=grams(200)), [found], (), CODE)
    assert one.best == pytest.approx(175)
    assert one.state == "pass"


def test_a_month_without_a_run_costs_no_run_anything() -> None:
    seldom = figure(0, 5, 10, Unit.RUN)
    job = resource("a.yml:x", 0, 1, 4, kind=Kind.PIPELINE, runs=seldom, where=Where("a.yml"))
    (one,) = limits(limit(per_run=grams(200)), [stack(job, name="pipeline")], (), CODE)
    assert (one.low, one.best, one.high) == pytest.approx((0, 200, 400))


@pytest.mark.parametrize(
    ("budget", "jobs", "state", "sentence"),
    [
        pytest.param(limit(per_run=grams(100)), [LARGE, SMALL], "pass", "", id="all are within"),
        pytest.param(
            limit(per_run=grams(50), match={"stack": "ci"}),
            [LARGE],
            "undecided",
            "one run is not known: no stack is like its match",
            id="no such pipeline",
        ),
        pytest.param(
            limit(per_run=grams(50)),
            [],
            "undecided",
            "one run is not known: nothing of stack pipeline was estimated",
            id="a pipeline without jobs",
        ),
    ],
)
def test_per_run(
    budget: Budget, jobs: list[tuple[str, float, float]], state: str, sentence: str
) -> None:
    (row,) = said(list(limits(budget, [pipeline(*jobs)], (), CODE)))
    assert row[1:] == (state, sentence)


def test_a_job_that_nobody_could_estimate_leaves_it_open() -> None:
    found = pipeline(LARGE, skips=[skipped("release.yml:gpu", heavy=True)])
    (row,) = said(list(limits(limit(per_run=grams(100)), [found], (), CODE)))
    assert row[1:] == (
        "undecided",
        (
            "one run of release.yml 100 gCO2e is within the limit of 100, "
            "but 1 resource that matters could not be estimated"
        ),
    )


def test_the_worst_is_the_one_that_is_decided_worst() -> None:
    sure = resource("a.yml:x", 4, kind=Kind.PIPELINE, runs=40, where=Where("a.yml"))
    wide = resource("b.yml:x", 1, 2, 90, kind=Kind.PIPELINE, runs=40, where=Where("b.yml"))
    found = stack(sure, wide, name="pipeline")
    (one,) = limits(limit(per_run=grams(60), strict=True), [found], (), CODE)
    assert one.best == pytest.approx(100)
    assert one.state == "fail"
    (one,) = limits(limit(per_run=grams(100), strict=True), [found], (), CODE)
    assert one.best == pytest.approx(50)
    assert one.state == "undecided"


@pytest.mark.parametrize(
    ("before", "after", "state", "sentence"),
    [
        pytest.param(
            [LARGE],
            [LARGE, SMALL],
            "warn",
            "as it was before, and the change does not add to it",
            id="it was over before",
        ),
        pytest.param(
            [LARGE],
            [("release.yml:build", 6, 40)],
            "fail",
            "as it was before, and the change adds 50 to it",
            id="it was over before and grows",
        ),
        pytest.param([SMALL], [LARGE, SMALL], "fail", "", id="a workflow that is new"),
        pytest.param(
            [LARGE, ("other.yml:x", 1, 40)],
            [("release.yml:build", 3.6, 40), ("other.yml:x", 3.2, 40)],
            "fail",
            "",
            id="another one breaks the limit while the worst gets better",
        ),
        pytest.param(
            [LARGE],
            [("release.yml:build", 8, 80)],
            "warn",
            "as it was before, and the change does not add to it",
            id="it only runs more often",
        ),
    ],
)
def test_a_run_that_was_over_its_limit_before(
    before: list[tuple[str, float, float]],
    after: list[tuple[str, float, float]],
    state: str,
    sentence: str,
) -> None:
    ((_, got, reason),) = said(
        judged(limit(per_run=grams(60)), pipeline(*before), pipeline(*after))
    )
    assert (got, reason.partition("the limit of 60")[2].removeprefix(", ")) == (state, sentence)


def test_a_workflow_with_another_name_is_the_one_it_was() -> None:
    before, after = pipeline(LARGE), pipeline(("publish.yml:build", 4, 40))
    difference = change([before], [after], {"release.yml": "publish.yml"})
    budget = limit(per_run=grams(60))
    (one,) = limits(budget, [after], (), CODE, base=[before], difference=difference)
    assert one.state == "warn"


def test_a_pipeline_that_is_gone_is_not_judged() -> None:
    (row,) = said(judged(limit(per_run=grams(60)), pipeline(LARGE), []))
    assert row[1:] == ("off", "per_run is not judged: all that it takes in is gone")
