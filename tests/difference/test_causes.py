"""Why a resource has another number, in the words of whoever wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.difference import difference
from carbongate.figure import Looked
from carbongate.model import Part
from tests.difference.sides import CONFIG, Files, between, only, pod, side, words, written
from tests.mappings.plans import block

HEAD = "address,provider,region,type,count,hours,cpu_utilization,vcpus,memory_gib,storage_gb,storage_medium,accelerator,accelerators\n"
CI = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 50\n    steps: [{run: make}]\n"


def row(cells: str) -> Files:
    """One row of an inventory."""
    return {"a.csv": f"{HEAD}web,{cells}\n"}


def instance(**values: object) -> Files:
    """A virtual machine of a plan."""
    return {"infra/plan.json": written(block("aws_instance.web", values))}


def database(**values: object) -> Files:
    """A database of a plan."""
    given = {"engine": "postgres", "instance_class": "db.m6g.large", "allocated_storage": 100}
    return {"infra/plan.json": written(block("aws_db_instance.db", {**given, **values}))}


def function(**values: object) -> Files:
    """A function of a plan."""
    return {
        "infra/plan.json": written(block("aws_lambda_function.f", {"memory_size": 1024, **values}))
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            row("aws,eu-west-1,m5.large,1,,,,,,,,"),
            row("aws,eu-west-1,m6g.large,1,,,,,,,,"),
            ("type", "m5.large", "m6g.large"),
            id="another machine type",
        ),
        pytest.param(
            row("aws,eu-west-1,m5.large,3,,,,,,,,"),
            row("aws,eu-west-1,m5.large,4,,,,,,,,"),
            ("count", "3", "4"),
            id="one more of them",
        ),
        pytest.param(
            row("aws,eu-west-1,m5.large,1,,,,,,,,"),
            row("aws,us-east-1,m5.large,1,,,,,,,,"),
            ("region", "eu-west-1", "us-east-1"),
            id="another region",
        ),
        pytest.param(
            row("aws,eu-west-1,m5.large,1,,,,,,,,"),
            row("aws,,m5.large,1,,,,,,,,"),
            ("region", "eu-west-1", "region unknown"),
            id="a region that nobody states any more",
        ),
        pytest.param(
            row("aws,eu-west-1,m5.large,1,,50,,,,,,"),
            row("aws,eu-west-1,m5.large,1,,80,,,,,,"),
            ("usage", "cpu 50 %", "cpu 80 %"),
            id="a higher load",
        ),
        pytest.param(
            row("aws,eu-west-1,t3.large,1,,,,,,,,"),
            row("aws,eu-west-1,t3.large,1,,50,,,,,,"),
            ("usage", "cpu 50 % (10 % to 90 %), assumed", "cpu 50 %"),
            id="a load that is stated now",
        ),
        pytest.param(
            row("aws,eu-west-1,m5.large,1,730,,,,,,,"),
            row("aws,eu-west-1,m5.large,1,200,,,,,,,"),
            ("usage", "730 h", "200 h"),
            id="fewer hours",
        ),
        pytest.param(
            row("aws,eu-west-1,,1,,,4,16,,,,"),
            row("aws,eu-west-1,,1,,,8,32,,,,"),
            ("size", "4 vCPU, 16 GiB", "8 vCPU, 32 GiB"),
            id="more vCPUs and memory of what has no type",
        ),
        pytest.param(
            row("aws,eu-west-1,,1,,,4,16,,,,"),
            row("aws,eu-west-1,,1,,,4,64,,,,"),
            ("size", "16 GiB", "64 GiB"),
            id="more memory alone",
        ),
        pytest.param(
            {"k8s/web.yaml": pod()},
            {"k8s/web.yaml": pod(cpu="1")},
            ("size", "0.5 vCPU", "1 vCPU"),
            id="a larger request of a pod",
        ),
        pytest.param(
            database(),
            database(allocated_storage=200),
            ("size", "100 GB SSD", "200 GB SSD"),
            id="a larger disk",
        ),
        pytest.param(
            row("aws,eu-west-1,,1,,,0,,500,ssd,,"),
            row("aws,eu-west-1,,1,,,0,,500,hdd,,"),
            ("size", "500 GB SSD", "500 GB HDD"),
            id="another medium",
        ),
        pytest.param(database(), database(multi_az=True), ("count", "1", "2"), id="a second zone"),
        pytest.param(
            function(),
            function(memory_size=2048),
            ("size", "0.571 vCPU, 1 GiB", "1.14 vCPU, 2 GiB"),
            id="more memory of a function",
        ),
        pytest.param(
            {"ci/.github/workflows/ci.yml": CI},
            {"ci/.github/workflows/ci.yml": CI.replace("50", "20")},
            ("usage", "10 min (1 to 50) each", "10 min (1 to 20) each"),
            id="a shorter limit of a job",
        ),
    ],
)
def test_a_manifest_says_why(before: Files, after: Files, expected: tuple[str, str, str]) -> None:
    config = CONFIG + 'usage: {"aws_lambda_function.f": {requests: 1000000}}\n'
    uses = config if "lambda" in "".join(before.values()) else CONFIG
    assert words(only(between(before, after, config=uses))) == [expected]


BUCKET = {"infra/plan.json": written(block("aws_s3_bucket.b", {}))}
GATEWAY = {"infra/plan.json": written(block("aws_nat_gateway.g", {}))}
WEB = instance(instance_type="m5.large")


@pytest.mark.parametrize(
    ("files", "before", "after", "expected"),
    [
        pytest.param(
            BUCKET,
            "usage: {aws_s3_bucket.b: {storage_gb: 100 GB}}",
            "usage: {aws_s3_bucket.b: {storage_gb: 300 GB}}",
            ("usage", "100 GB stored", "300 GB stored"),
            id="more stored",
        ),
        pytest.param(
            GATEWAY,
            "usage: {aws_nat_gateway.g: {network_gb: 100 GB}}",
            "usage: {aws_nat_gateway.g: {network_gb: 300 GB}}",
            ("usage", "100 GB moved", "300 GB moved"),
            id="more moved",
        ),
        pytest.param(
            GATEWAY,
            "usage: {aws_nat_gateway.g: {network_gb: 100 GB}}",
            "",
            ("usage", "100 GB moved", ""),
            id="what is moved is not stated any more",
        ),
        pytest.param(
            function(),
            "usage: {aws_lambda_function.f: {requests: 1000, duration: 500 ms}}",
            "usage: {aws_lambda_function.f: {requests: 2000, duration: 500 ms}}",
            ("usage", "1,000 requests", "2,000 requests"),
            id="more requests",
        ),
        pytest.param(
            function(),
            "usage: {aws_lambda_function.f: {requests: 1000, duration: 500 ms}}",
            "usage: {aws_lambda_function.f: {requests: 1000, duration: 2 s}}",
            ("usage", "500 ms each", "2 s each"),
            id="longer ones",
        ),
        pytest.param(
            WEB,
            "",
            "usage: {aws_instance.web: {cpu: [10%, 20%, 60%]}}",
            ("usage", "cpu 50 % (10 % to 90 %), assumed", "cpu 20 % (10 % to 60 %)"),
            id="a load with its range",
        ),
        pytest.param(
            WEB,
            "",
            "usage: {aws_instance.web: {replicas: 3}}",
            ("count", "1", "3"),
            id="another number in the configuration",
        ),
        pytest.param(
            WEB,
            "",
            "resources: {aws_instance.web: {watts: 40 W}}",
            ("type", "m5.large", "m5.large, 40 W as stated"),
            id="watts of one's own",
        ),
        pytest.param(
            WEB,
            "resources: {aws_instance.web: {embodied: 100 kgCO2e}}",
            "resources: {aws_instance.web: {embodied: 900 kgCO2e}}",
            (
                "type",
                "m5.large, 100 kgCO2e of manufacture as stated",
                "m5.large, 900 kgCO2e of manufacture as stated",
            ),
            id="manufacture as the configuration corrects it",
        ),
    ],
)
def test_the_configuration_says_why(
    files: Files, before: str, after: str, expected: tuple[str, str, str]
) -> None:
    found = between(files, files, base=f"{CONFIG}{before}\n", config=f"{CONFIG}{after}\n")
    assert words(only(found)) == [expected]


NOTHING_SAID = pod().replace(", resources: {requests: {cpu: 500m, memory: 1Gi}}", "")
NO_CPU = pod().replace("cpu: 500m, ", "")


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        pytest.param(pod(), NOTHING_SAID, "0.5 vCPU, 1 GiB", "none stated, taken as 0.25 vCPU (0.05 to 1), 0.5 GiB (0.0625 to 2)", id="no more"),
        pytest.param(NOTHING_SAID, pod(), "0.25 vCPU (0.05 to 1), 0.5 GiB (0.0625 to 2) where none was stated", "0.5 vCPU, 1 GiB", id="only now"),
        pytest.param(pod(), NO_CPU.replace("1Gi", "2Gi"), "0.5 vCPU, 1 GiB", "0.25 vCPU (0.05 to 1) where none is stated, 2 GiB", id="one of two no more"),
        pytest.param(NO_CPU, NO_CPU.replace("1Gi", "2Gi"), "1 GiB", "2 GiB", id="one of two never"),
    ],
)  # fmt: skip
def test_a_size_that_nobody_states_is_told_as_such(
    before: str, after: str, was: str, now: str
) -> None:
    assert NOTHING_SAID != pod() != NO_CPU
    (change,) = between({"k/web.yaml": before}, {"k/web.yaml": after}).changes
    (cause,) = change.causes
    assert (cause.why, cause.before, cause.after) == ("size", was, now)


def test_several_reasons_are_all_told_the_type_first() -> None:
    found = between(
        row("aws,eu-west-1,m5.large,1,,,,,,,,"), row("aws,us-east-1,c5.large,2,100,,,,,,,")
    )
    assert [cause.why for cause in only(found).causes] == ["type", "count", "region", "usage"]


def test_another_processor_under_the_same_name_is_told() -> None:
    use = CONFIG + 'usage: {"aws_lambda_function.f": {requests: 1000000}}\n'
    found = between(function(), function(architectures=["arm64"]), config=use)
    ((why, _, now),) = words(only(found))
    assert why == "type"
    assert "Graviton" in now


def test_another_number_of_a_table_is_told_apart_from_the_change() -> None:
    """The same resource, one cell of whose tables says something else."""
    (before,) = side(WEB)
    (found,) = before.estimates

    def raised(part: Part) -> Part:
        figure = part.operational.scaled(2, part.operational.unit, "of another table")
        cell = Looked("grid", "aws/eu-west-1", "grid", "another")
        grid = next(leaf for leaf in figure.leaves() if leaf.unit == "gCO2e/kWh")
        other = replace(grid, best=grid.best * 2, high=grid.high * 2, origin=cell)
        factor = replace(other, unit=found.resource.replicas.unit)
        return replace(part, operational=part.operational * factor)

    other = replace(found, parts=tuple(map(raised, found.parts)))
    change = only(difference("main", [before], [replace(before, estimates=(other,))]))
    assert words(change) == [("data", "aws/eu-west-1 grid 301", "602")]
