"""What the path of a manifest tells: the environment, the service, and whether it is deployed at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath


def words(text: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(text.split())


SURE = words("prod production prd preprod stage staging stg dev development qa uat preview sandbox")
# An environment only beside a sure one, or where environments are kept; else a folder of tests.
UNSURE = words("test testing")
KEPT = words("overlays overlay environments environment envs env clusters stages")
# Nobody deploys what lies below these.
ASIDE = words(
    "test tests testing testdata fixtures fixture example examples sample samples demo demos doc docs "
    "e2e hack vendor third_party benchmark benchmarks spec"
)
# Words that say nothing of what is deployed.
PLAIN = words(
    "k8s kubernetes kube deploy deployment deployments manifests overlays overlay bases base helm chart "
    "charts environments environment envs env infra infrastructure iac terraform tf tfplan plan stacks "
    "stack live ops config configs cluster clusters app apps service services packages projects "
    "components src root modules compose docker kustomize rendered templates gitops argocd flux"
)
# Folders whose folders are each something of their own.
SHELVES = words("apps services charts packages projects components clusters modules src stacks")
SUFFIX = re.compile(r"\.(?:ya?ml|json|csv)$", re.IGNORECASE)
WORDS = re.compile(r"[-_. ]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is deployed from: `home` is its folder, "" for the root of the tree."""

    home: str
    environment: str = ""
    service: str = ""


class Places:
    """What the paths of all manifests of a tree tell of each."""

    def __init__(self, paths: Iterable[str]) -> None:
        parts = [PurePosixPath(path).parts for path in paths]
        # Folders that hold a sure environment: `test` beside it is one too.
        self._with_environments = {
            one[:index]
            for one in parts
            for index, part in enumerate(one)
            if SURE & set(WORDS.split(part.lower()))
        }

    def place(self, root: str, *, whole: bool) -> Place:
        """What the root of a manifest tells. `whole`: it is a thing of its own, however deep it lies;
        else what lies in a folder belongs together until an environment parts it."""
        parts = PurePosixPath(root).parts
        found = self.environment(parts)
        if found:
            index, word = found
            home = parts if whole else parts[: index + 1]
            said = service(parts[:index]) or (service(parts[index + 1 :]) if whole else "")
            return Place("/".join(home), word, said or before(parts[index], word))
        if not whole:
            deep = 2 if parts and parts[0].lower() in SHELVES else 1
            parts = parts[:deep]
        return Place("/".join(parts), "", service(parts))

    def environment(self, parts: Sequence[str]) -> tuple[int, str] | None:
        """Which part names an environment, and the word for it."""
        for index, part in enumerate(parts):
            words = WORDS.split(part.lower())
            if word := next((word for word in words if word in SURE), None):
                return index, word
            beside = tuple(parts[:index]) in self._with_environments
            kept = index > 0 and parts[index - 1].lower() in KEPT
            if part.lower() in UNSURE and (beside or kept):
                return index, part.lower()
        return None

    def aside(self, path: str) -> bool:
        """Whether it lies among tests, examples or the like."""
        parts = PurePosixPath(path).parts[:-1]
        found = self.environment(parts)
        return any(
            part.lower() in ASIDE and (found is None or index != found[0])
            for index, part in enumerate(parts)
        )


def service(parts: Sequence[str]) -> str:
    """The last part that says what is deployed; "" where none does. Of a file it is the name without
    its plain words: `shop-compose.yml` is the shop."""
    for part in reversed(parts):
        bare = SUFFIX.sub("", part)
        said = [word for word in WORDS.split(bare) if word and word.lower() not in PLAIN]
        if said:
            return part if bare == part else "-".join(said)
    return ""


def before(part: str, word: str) -> str:
    """What stands before an environment: `shop` of `shop-prod`, and nothing of `prod-eu`."""
    lead = part[: part.lower().index(word)].rstrip("-_. ")
    return lead if lead and lead.lower() not in PLAIN else ""


def name(place: Place, kind: str) -> str:
    """A name for a stack: its service or folder, and its environment."""
    parts = PurePosixPath(place.home).parts
    said = place.service or next(
        (part for part in parts if not {place.environment} & set(WORDS.split(part.lower()))), kind
    )
    last = parts[-1] if parts and place.environment else ""
    # `prod-eu` says more than the environment alone.
    word = last if place.environment in WORDS.split(last.lower()) else place.environment
    if not word or word in said.split("-"):
        return said
    return word if word.startswith(f"{said}-") else f"{said}-{word}"
