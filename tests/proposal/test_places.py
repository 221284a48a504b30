"""What the path of a manifest tells."""

from __future__ import annotations

import pytest

from carbongate.proposal.places import Place, Places, name, service


@pytest.mark.parametrize(
    ("root", "home", "environment", "said"),
    [
        pytest.param("deploy", "deploy", "", "", id="a folder that says only what one does"),
        pytest.param("deploy/base/web", "deploy", "", "", id="all below it belongs together"),
        pytest.param("deploy/overlays/prod", "deploy/overlays/prod", "prod", "", id="an overlay"),
        pytest.param("k8s/prod-eu/web", "k8s/prod-eu", "prod", "", id="an environment with more"),
        pytest.param(
            "services/cart/deploy/prod", "services/cart/deploy/prod", "prod", "cart", id="a service"
        ),
        pytest.param("services/cart/deploy", "services/cart", "", "cart", id="a shelf of services"),
        pytest.param("charts/web", "charts/web", "", "web", id="a chart"),
        pytest.param("k8s/shop-prod", "k8s/shop-prod", "prod", "shop", id="a service before it"),
        pytest.param("PRODUCTION/web", "PRODUCTION", "production", "", id="in capitals"),
        pytest.param("", "", "", "", id="the root"),
        pytest.param("test/k8s", "test", "", "test", id="a folder of tests is no environment"),
        pytest.param("k8s/test", "k8s", "", "", id="nor is one that nothing stands beside"),
        pytest.param(
            "overlays/test", "overlays/test", "test", "", id="where environments are kept"
        ),
        pytest.param("productions/web", "productions", "", "productions", id="only whole words"),
    ],
)
def test_of_a_folder_of_manifests(root: str, home: str, environment: str, said: str) -> None:
    assert Places([]).place(root, whole=False) == Place(home, environment, said)


@pytest.mark.parametrize(
    ("root", "environment", "said"),
    [
        ("infra", "", ""),
        ("infra/prod", "prod", ""),
        ("infra/live/prod/cart", "prod", "cart"),
        ("cart/staging/eu", "staging", "cart"),
        ("deploy/shop-compose.yml", "", "shop"),
        ("docker-compose.yml", "", ""),
    ],
)
def test_of_a_thing_of_its_own(root: str, environment: str, said: str) -> None:
    assert Places([]).place(root, whole=True) == Place(root, environment, said)


def test_test_beside_prod_is_an_environment() -> None:
    places = Places(["k8s/prod/web.yaml", "k8s/test/web.yaml"])
    assert places.place("k8s/test", whole=False).environment == "test"
    assert not places.aside("k8s/test/web.yaml")


@pytest.mark.parametrize(
    ("path", "aside"),
    [
        ("deploy/web.yaml", False),
        ("examples/deploy/web.yaml", True),
        ("src/Tests/data.yaml", True),
        ("testdata.yaml", False),
        ("overlays/test/web.yaml", False),
        ("overlays/test/examples/web.yaml", True),
        ("vendor/x/k8s/web.yaml", True),
    ],
)
def test_what_nobody_deploys(path: str, aside: bool) -> None:
    assert Places([path]).aside(path) is aside


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("deploy"), "deploy"),
        (Place("deploy/overlays/prod", "prod"), "deploy-prod"),
        (Place("k8s/prod-eu", "prod"), "k8s-prod-eu"),
        (Place("services/cart/deploy/prod", "prod", "cart"), "cart-prod"),
        (Place("prod", "prod"), "kubernetes-prod"),
        (Place("shop-prod", "prod", "shop"), "shop-prod"),
        (Place(""), "kubernetes"),
    ],
)
def test_a_name(place: Place, said: str) -> None:
    assert name(place, "kubernetes") == said


def test_a_service_is_the_last_word_that_says_anything() -> None:
    assert service(["platform", "services", "cart", "k8s"]) == "cart"
    assert service(["k8s", "base"]) == ""
