"""Compose projects: which files belong together, what a service reserves, what does not start."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.errors import InputError
from carbongate.manifests import compose
from carbongate.model import Accelerator, Kind, Resource, Skipped
from tests.manifests.trees import TABLES, Readings, file, read, readings


def project(service: str, rest: str = "") -> str:
    """A compose file with one service, in flow style."""
    return f"services:\n  web: {{image: web, {service}}}\n{rest}"


def web(service: str, **files: str) -> Resource:
    """The one service of a project in folder `app`."""
    found = readings(compose, {"app/compose.yaml": project(service), **files})
    return found.resource("app/web")


def size(service: str) -> tuple[float, float]:
    """vCPU and GiB of a service."""
    placement = web(service).placement
    assert placement is not None
    assert placement.platform == "compose"
    return placement.cpu.best, placement.memory.best


# ---- what is claimed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "path"),
    [
        pytest.param("services:\n  web:\n    image: web\n", "x.yaml", id="a service"),
        pytest.param(
            "# c\nname: a\nservices: # all\n  # one\n  web:\n    build: .\n", "x.yml", id="comments"
        ),
        pytest.param("services:\r\n  web:\r\n    image: web\r\n", "x.yml", id="Windows line ends"),
        pytest.param("x-a: 1\n" * 1000 + "services:\n  w:\n    image: w\n", "x.yml", id="far down"),
        pytest.param("services:\n  web:\n    deploy:\n      replicas: 2\n", "x.yml", id="a layer"),
        pytest.param("include:\n  - a.yaml\n", "compose.yaml", id="only includes, by its name too"),
    ],
)
def test_it_is_claimed(content: str, path: str) -> None:
    assert compose.claims(file(content, path))


@pytest.mark.parametrize(
    ("content", "path"),
    [
        pytest.param("", "compose.yaml", id="an empty file"),
        pytest.param("services:\n  App\\Mailer:\n    arguments: [1]\n", "services.yaml", id="Symfony"),
        pytest.param("services:\n  - name: a\n    image: x\n", "render.yaml", id="a list of services"),
        pytest.param("stages: [a]\nservices:\n  x:\n    image: y\n", ".gitlab-ci.yml", id="GitLab"),
        pytest.param("include:\n  - local: a.yml\n", ".gitlab-ci.yml", id="includes of others"),
        pytest.param("on: push\njobs:\n  a:\n    services:\n      db:\n        image: x\n", "a.yml", id="a workflow"),
        pytest.param("version: '3'\n", "compose.yaml", id="nothing in it"),
    ],
)  # fmt: skip
def test_it_is_not_claimed(content: str, path: str) -> None:
    assert not compose.claims(file(content, path))


@given(st.binary(max_size=200))
def test_claiming_never_raises(content: bytes) -> None:
    compose.claims(file(b"services:\n  a:\n    image: b\n" + content))
    compose.claims(file(content))


def test_the_root_is_the_folder_for_the_default_names_only() -> None:
    content = project("")
    assert compose.root(file(content, "app/docker-compose.yml")) == "app"
    assert compose.root(file(content, "app/compose.override.yaml")) == "app"
    assert compose.root(file(content, "compose.yaml")) == "."
    assert compose.root(file(content, "app/compose.dev.yaml")) == "app/compose.dev.yaml"


# ---- what a service reserves -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "cpu", "gib"),
    [
        pytest.param("cpus: 0.5, mem_limit: 512m", 0.5, 0.5, id="the short keys"),
        pytest.param("cpus: '1.5', mem_limit: 1gb", 1.5, 1, id="as texts"),
        pytest.param(
            "deploy: {resources: {limits: {cpus: '2', memory: 1G}}}", 2, 1, id="limits"
        ),
        pytest.param(
            "deploy: {resources: {limits: {cpus: '2', memory: 1G}, reservations: {cpus: '0.25', memory: 64M}}}",
            0.25, 0.0625, id="reservations before limits",
        ),
        pytest.param("cpus: 1, mem_limit: 1g, mem_reservation: 256m", 1, 0.25, id="a softer limit"),
        pytest.param("cpu_quota: 50000, mem_limit: 1073741824", 0.5, 1, id="a quota, and plain bytes"),
        pytest.param("cpu_quota: 50000, cpu_period: 25000, mem_limit: 1g", 2, 1, id="of its period"),
        pytest.param("cpu_count: 4, mem_limit: 1g", 4, 1, id="whole processors"),
    ],
)  # fmt: skip
def test_a_service_reserves_what_it_states(service: str, cpu: float, gib: float) -> None:
    assert size(service) == (cpu, gib)


@pytest.mark.parametrize("service", ["", "cpus: 0, mem_limit: 0"])
def test_a_service_without_limits_has_the_defaults_of_the_table(service: str) -> None:
    found = web(service)
    assert found.placement is not None
    default = TABLES.default("service", "vcpus")
    assert default is not None
    assert found.placement.cpu.high == default.high
    assert len(found.assumed) == 2
    assert found.kind is Kind.SERVICE


@pytest.mark.parametrize(
    ("service", "containers"),
    [
        pytest.param("", 1, id="one unless stated"),
        pytest.param("scale: 3", 3, id="scale"),
        pytest.param("deploy: {replicas: 5}", 5, id="replicas"),
        pytest.param("deploy: {replicas: 0}", 0, id="none stays a resource of none"),
        pytest.param("deploy: {replicas: '${N:-4}'}", 4, id="a default"),
    ],
)
def test_a_service_runs_so_often(service: str, containers: int) -> None:
    assert web(service).replicas.best == containers


def test_a_global_service_runs_on_each_node() -> None:
    found = web("deploy: {mode: global}")
    assert found.placement is not None
    assert found.placement.per_node
    assert found.assumed


@pytest.mark.parametrize(
    ("devices", "count", "assumed"),
    [
        pytest.param("[{driver: nvidia, count: 2, capabilities: [gpu]}]", 2, False, id="counted"),
        pytest.param("[{device_ids: ['0', '3'], capabilities: [gpu]}]", 2, False, id="by name"),
        pytest.param(
            "[{driver: nvidia, count: all, capabilities: [gpu]}]", 1, True, id="all of them"
        ),
        pytest.param(
            "[{driver: nvidia, capabilities: [gpu, utility]}]", 1, True, id="unsaid is all"
        ),
    ],
)
def test_reserved_devices_are_cards(devices: str, count: int, assumed: bool) -> None:
    found = web(f"deploy: {{resources: {{reservations: {{devices: {devices}}}}}}}")
    (card,) = [part for part in found.components if isinstance(part, Accelerator)]
    assert card.count.best == count
    assert any("all accelerators" in sentence for sentence in found.assumed) is assumed


def test_gpus_is_the_short_form() -> None:
    found = web("gpus: all")
    assert [part.count.best for part in found.components if isinstance(part, Accelerator)] == [1]


# ---- variables ---------------------------------------------------------------------------------


def test_the_env_file_of_the_folder_fills_in() -> None:
    files = {"app/.env": "CPUS=3\nMEM=2g\n", ".env": "CPUS=9\n"}
    found = web("cpus: '${CPUS}', mem_limit: $MEM", **files)
    assert found.placement is not None
    assert (found.placement.cpu.best, found.placement.memory.best) == (3, 2)


def test_what_nothing_sets_is_left_out_by_name() -> None:
    found = readings(compose, {"app/compose.yaml": project("cpus: '${CPUS}'")})
    skipped = found.skipped("app/web")
    assert skipped.heavy
    assert skipped.why == "cpus is `${CPUS}`, and nothing in the tree sets CPUS"


def test_variables_elsewhere_do_not_matter() -> None:
    assert web("environment: {PASSWORD: '${PASSWORD}'}, ports: ['${PORT}:80']")


@pytest.mark.parametrize(
    ("service", "why"),
    [
        pytest.param("mem_limit: lots", "mem_limit is `lots`", id="no size"),
        pytest.param("cpus: -1", "cpus is `-1`", id="negative"),
        pytest.param("scale: some", "scale is `some`", id="no number"),
        pytest.param("deploy: {replicas: 1.5}", "deploy.replicas is `1.5`", id="half a container"),
    ],
)
def test_a_bad_amount_names_its_key_and_line(service: str, why: str) -> None:
    found = readings(compose, {"app/compose.yaml": project(service)}).skipped("app/web")
    assert why in found.why
    assert (found.heavy, found.where.line) == (True, 2)


def test_of_a_bad_amount_the_service_says_all_else() -> None:
    service = "cpus: much, mem_limit: 3g, scale: 4"
    known = readings(compose, {"app/compose.yaml": project(service)}).skipped("app/web").known
    assert known is not None
    assert known.placement is not None
    assert (known.replicas.best, known.placement.memory.best) == (4, 3)
    assert any("cpu" in text for text in known.assumed)


def test_a_number_that_cannot_be_read_is_taken_as_one_and_says_so() -> None:
    service = "scale: some, cpus: 2, mem_limit: 3g"
    known = readings(compose, {"app/compose.yaml": project(service)}).skipped("app/web").known
    assert known is not None
    assert known.replicas.best == 1
    assert "how many of it there are is not known: one is taken" in known.assumed


# ---- which files belong together ---------------------------------------------------------------


def test_the_override_lies_over_the_base() -> None:
    files = {
        "app/docker-compose.yml": project("cpus: 1, mem_limit: 1g"),
        "app/docker-compose.override.yml": "services:\n  web: {cpus: 2}\n  db: {image: db}\n",
    }
    found = readings(compose, files)
    assert set(found) == {"app/web", "app/db"}
    placement = found.resource("app/web").placement
    assert placement is not None
    assert (placement.cpu.best, placement.memory.best) == (2, 1)
    assert found.resource("app/web").where.path == "app/docker-compose.yml"


def test_an_override_may_take_a_key_back() -> None:
    files = {
        "app/compose.yaml": project("cpus: 1, mem_limit: 1g, deploy: {replicas: 2}"),
        "app/compose.override.yaml": (
            "services:\n  web:\n    cpus: !reset null\n    deploy: !override {mode: global}\n"
        ),
    }
    found = readings(compose, files).resource("app/web")
    assert any("cpu" in sentence for sentence in found.assumed)
    assert found.placement is not None
    assert found.placement.per_node


def test_another_file_is_a_project_of_its_own() -> None:
    files = {"app/compose.yaml": project("scale: 1"), "app/compose.dev.yaml": project("scale: 2")}
    found = readings(compose, files)
    assert set(found) == {"app/web", "app/compose.dev/web"}


def test_a_file_that_changes_the_base_lies_over_it_where_both_are_named() -> None:
    files = {
        "app/compose.yaml": project("scale: 1"),
        "app/compose.prod.yaml": "services:\n  web: {scale: 8}\n",
    }
    assert readings(compose, files).resource("app/web").replicas.best == 8
    alone = readings(
        compose, {"app/compose.prod.yaml": "services:\n  web:\n    scale: 8\n    ports: []\n"}
    )
    assert "neither image nor build" in alone.skipped("app/compose.prod/web").why


def test_of_two_default_names_docker_takes_one() -> None:
    files = {"app/compose.yaml": project(""), "app/docker-compose.yml": project("scale: 5")}
    found = readings(compose, files)
    assert found.resource("app/web").replicas.best == 1
    assert "compose.yaml" in found.skipped("app/docker-compose.yml").why


def test_the_project_may_name_itself() -> None:
    found = readings(compose, {"app/compose.yaml": "name: shop\n" + project("")})
    assert list(found) == ["shop/web"]
    named = readings(compose, {"compose.yaml": project(""), ".env": "COMPOSE_PROJECT_NAME=mine\n"})
    assert list(named) == ["mine/web"]
    assert list(readings(compose, {"compose.yaml": project("")})) == ["compose/web"]


def test_included_files_of_the_stack_are_part_of_the_project() -> None:
    files = {
        "compose.yaml": "include: [db/compose.yaml]\n" + project(""),
        "db/compose.yaml": "services:\n  db: {image: db, scale: 2}\n",
    }
    found = readings(compose, files)
    assert set(found) == {"compose/web", "compose/db"}
    assert found.resource("compose/db").replicas.best == 2


def test_included_files_of_elsewhere_are_named() -> None:
    text = "include:\n  - path: ../db/compose.yaml\n  - oci://registry.example/x\n"
    found = readings(compose, {"app/compose.yaml": text})
    local = found.skipped("app/include/db/compose.yaml")
    assert "takes services from db/compose.yaml" in local.why
    assert not local.heavy
    assert found.skipped("app/include/oci://registry.example/x").heavy


def test_files_that_include_each_other_are_one_project() -> None:
    files = {
        "compose.yaml": "include: [db/a.yaml]\n" + project(""),
        "db/a.yaml": "include: [../compose.yaml, a.yaml]\nservices:\n  db: {image: db}\n",
    }
    assert set(readings(compose, files)) == {"compose/web", "compose/db"}


def test_a_file_that_includes_itself_is_not_lost() -> None:
    files = {"compose.yaml": "include: [compose.yaml]\n" + project("")}
    assert list(readings(compose, files)) == ["compose/web"]


def test_a_long_chain_of_files_is_read_to_its_end() -> None:
    last = 2000
    files = {
        f"{number}.yaml": f"include: [{number + 1}.yaml]\nservices:\n  s{number}: {{image: a}}\n"
        for number in range(last)
    }
    found = readings(compose, {**files, f"{last}.yaml": "services:\n  end: {image: a}\n"})
    assert len(found) == last + 1


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {
                "app/compose.yaml": (
                    "services:\n  web: {extends: base}\n  base: {image: b, cpus: 3, scale: 0}\n"
                )
            },
            id="in the same file, by its short form",
        ),
        pytest.param(
            {
                "app/compose.yaml": "services:\n  web: {extends: {service: base}}\n  base: {image: b, cpus: 3}\n"
            },
            id="in the same file",
        ),
        pytest.param(
            {
                "app/compose.yaml": "services:\n  web: {extends: {file: ../common.yml, service: b}}\n",
                "common.yml": "services:\n  b: {extends: c}\n  c: {image: b, cpus: 3}\n",
            },
            id="in another file, which extends too",
        ),
    ],
)
def test_a_service_has_what_it_extends(files: dict[str, str]) -> None:
    placement = readings(compose, files).resource("app/web").placement
    assert placement is not None
    assert placement.cpu.best == 3


def test_services_that_extend_one_another_come_to_an_end() -> None:
    text = "services:\n  web: {extends: b, image: a}\n  b: {extends: web, image: a}\n"
    assert len(read(compose, {"app/compose.yaml": text})) == 2


def test_anchors_and_merges_are_yaml() -> None:
    text = """\
x-small: &small
  cpus: 2
  mem_limit: 1g
services:
  web:
    <<: *small
    image: web
"""
    found = readings(compose, {"app/compose.yaml": text}).resource("app/web")
    assert found.placement is not None
    assert found.placement.cpu.best == 2


# ---- what does not start -----------------------------------------------------------------------


def test_a_profile_that_nobody_switches_on() -> None:
    text = project("profiles: [debug]")
    off = readings(compose, {"app/compose.yaml": text}).skipped("app/web")
    assert "profile debug" in off.why
    assert not off.heavy
    on = {"app/compose.yaml": text, "app/.env": "COMPOSE_PROFILES=a,debug\n"}
    assert isinstance(readings(compose, on)["app/web"], Resource)


def test_named_volumes_need_their_size() -> None:
    found = readings(compose, {"app/compose.yaml": project("", "volumes:\n  data: {}\n")})
    volume = found.resource("app/volumes/data")
    assert (volume.kind, volume.components, volume.where.line) == (Kind.STORAGE, (), 4)
    assert [need.key for need in volume.needs] == ["storage_gb"]


# ---- hostile and broken ------------------------------------------------------------------------


def test_what_is_no_yaml_is_an_error_with_its_path() -> None:
    with pytest.raises(InputError) as caught:
        read(compose, {"app/compose.yaml": "services:\n  web:\n    image: [\n"})
    assert caught.value.path == "app/compose.yaml"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "services:\n  web:\n    image: a\n    deploy: [1]\n", id="a list for a mapping"
        ),
        pytest.param("services:\n  web: 3\n  b:\n    image: a\n", id="a number for a service"),
        pytest.param(
            "services:\n  web:\n    image: a\n    profiles: x\n    gpus: {a: b}\n", id="odd keys"
        ),
        pytest.param(
            "include: 7\nservices:\n  web:\n    image: a\n    extends: {}\n", id="odd includes"
        ),
    ],
)
def test_odd_shapes_are_read_as_far_as_they_go(text: str) -> None:
    found: Any = Readings({one.address: one for one in read(compose, {"compose.yaml": text})})
    assert all(isinstance(one, Resource | Skipped) for one in found.values())
    assert found
