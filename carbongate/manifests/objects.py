"""Kubernetes objects of some files: each document, the items of lists, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from carbongate.documents import json_document, yaml_documents
from carbongate.errors import InputError
from carbongate.model import Where
from carbongate.repository import File

API = re.compile(
    r"""^['"]?apiVersion['"]?[ \t]*:[ \t]*['"]?(?:\{\{|(?:[a-z0-9.-]+/)?v[0-9])""", re.MULTILINE
)
KIND = re.compile(r"""^['"]?kind['"]?[ \t]*:[ \t]*['"]?(?:\{\{|[A-Z])""", re.MULTILINE)
JSON_API = re.compile(r'[{,\s]"apiVersion"\s*:\s*"(?:[a-z0-9.-]+/)?v[0-9]')
JSON_KIND = re.compile(r'[{,\s]"(?:kind"\s*:\s*"[A-Z]|items"\s*:\s*\[)')
# The same keys wherever they stand: YAML may be indented, or written as JSON is.
LOOSE_API = re.compile(r"""apiVersion['"]?\s*:\s*['"]?(?:[a-z0-9.-]+/)?v[0-9]""")
LOOSE_KIND = re.compile(r"""kind['"]?\s*:\s*['"]?[A-Z]|items['"]?\s*:\s*\[""")
SEVERAL = re.compile(
    r"^---[ \t]*\r?$", re.MULTILINE
)  # JSON documents one behind the other are YAML
TEMPLATE = re.compile(r"\{[{%]")

# Groups whose kinds are told by the kind alone, as `kubectl get` does.
BUILT_IN = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
    }
)
# Kinds that live outside namespaces, by their last words.
CLUSTER_WIDE = re.compile(
    r"Namespace|Node|PersistentVolume|APIService|\w*(?:Class|Definition|WebhookConfiguration)|Cluster\w+|CSI\w+"
)
NESTING = 5  # lists within lists


@dataclass(frozen=True, slots=True)
class Object:
    """One object: who it is and what it says. `group` is "" for the core group."""

    group: str
    kind: str
    namespace: str
    name: str
    body: Mapping[str, Any]
    where: Where

    @property
    def type(self) -> str:
        """The kind alone where Kubernetes itself defines it, else group and kind."""
        return self.kind if self.group in BUILT_IN else f"{self.group}/{self.kind}"

    @property
    def address(self) -> str:
        """`Deployment/shop/cart`; without a namespace for what lives outside of them."""
        if CLUSTER_WIDE.fullmatch(self.kind) and not at(self.body, "metadata", "namespace"):
            return f"{self.kind}/{self.name}"
        return f"{self.kind}/{self.namespace}/{self.name}"

    @property
    def spec(self) -> Mapping[str, Any]:
        """What it asks for; empty where it asks for nothing."""
        return mapping(self.body.get("spec"))

    @property
    def annotations(self) -> Mapping[str, Any]:
        """Its annotations."""
        return mapping(at(self.body, "metadata", "annotations"))


def looks_like_objects(file: File) -> bool:
    """Whether the text has a document with an API version and a kind, however it is written."""
    head = file.head()
    if is_json(head):
        if JSON_API.search(head) and JSON_KIND.search(head):
            return True
    elif API.search(head) and KIND.search(head):
        return True
    if PurePosixPath(file.path).suffix.lower() not in (".yaml", ".yml", ".json"):
        return False
    if file.size <= len(head):
        text = head
    elif b"apiVersion" in file.data():
        text = file.text()
    else:
        return False
    if not is_json(text) and API.search(text) and KIND.search(text):
        return True
    return bool(LOOSE_API.search(text) and LOOSE_KIND.search(text)) and holds_objects(text)


def holds_objects(text: str) -> bool:
    """Whether a document itself has the two keys, and not a text or an item somewhere in it."""
    try:
        return any(
            isinstance(one, dict) and isinstance(one.get("kind"), str) and "apiVersion" in one
            for one in documents(text, "")
        )
    except InputError:
        return False


def is_json(text: str) -> bool:
    """Whether a text begins as JSON does, and not as a template does."""
    start = text[:4096].lstrip()
    return start[:1] in ("{", "[") and not TEMPLATE.match(start)


def objects(file: File) -> Iterator[Object]:
    """The objects of a file, in its order. Errors: InputError for what is no YAML or JSON."""
    for document in documents(file.text(), file.path):
        yield from inside(document, file.path, None, NESTING)


def documents(text: str, path: str) -> list[Any]:
    """The documents of a text. Errors: InputError for what is no YAML or JSON."""
    if is_json(text) and JSON_API.search(text) and not SEVERAL.search(text):
        return [json_document(text, path)]
    return yaml_documents(text, path, version="1.1")


def inside(
    document: Any, path: str, line: int | None, depth: int, kind: str = ""
) -> Iterator[Object]:
    """The object a document is, or the items of the list it is; nothing for other documents.

    `kind` is what an item is that does not say it, as those of a PodList.
    Errors: InputError for lists in lists without end.
    """
    if isinstance(document, list):
        if not depth:
            raise InputError(f"lists of objects in more than {NESTING} others", path, line)
        lines: Sequence[int] = getattr(document, "lines", ())
        for number, item in enumerate(document):
            place = lines[number] if number < len(lines) else line
            yield from inside(item, path, place, depth - 1, kind)
        return
    if not isinstance(document, dict):
        return
    kind = word(document.get("kind")) or kind
    if not kind:
        return
    line = getattr(document, "line", line)
    if kind.endswith("List") and isinstance(document.get("items"), list):
        yield from inside(document["items"], path, line, depth, kind.removesuffix("List"))
        return
    group = word(document.get("apiVersion")).rpartition("/")[0]
    metadata = mapping(document.get("metadata"))
    yield Object(
        group,
        kind,
        word(metadata.get("namespace")) or "default",
        word(metadata.get("name")) or word(metadata.get("generateName")) or "unnamed",
        document,
        Where(path, line),
    )


def templated(value: Any, depth: int = 12) -> bool:
    """Whether braces of a template were read as if they were YAML: `name: {{ .Values.name }}`."""
    if isinstance(value, dict):
        return depth > 0 and any(
            key.startswith("{") or templated(item, depth - 1) for key, item in value.items()
        )
    if isinstance(value, list):
        return depth > 0 and any(templated(item, depth - 1) for item in value)
    return False


def at(value: Any, *path: str) -> Any:
    """What stands at a path of keys, None where the path ends before."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> tuple[Mapping[str, Any], ...]:
    """The mappings of a list; what is none says nothing."""
    return (
        tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
    )


def word(value: Any) -> str:
    """A short text on one line, or a number written out; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).split())[:253]
