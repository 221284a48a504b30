"""Terraform's JSON among the lines that a CI step prints round it, and what people take for it."""

from __future__ import annotations

import re

from carbongate.errors import InputError
from carbongate.repository import File

SHOW = "run `terraform show -json PLANFILE > plan.json` and give that file"

# What tells a plan or a state from other JSON; one of them is near the top of every way to write one.
PLAN_KEYS = re.compile(
    r'"(planned_values|resource_changes|prior_state|plan_format_version)"\s*:'
    r'|"configuration"\s*:\s*\{\s*"(provider_config|root_module)"'
    r'|"values"\s*:\s*\{\s*"(outputs|root_module)"'
)
VERSIONS = ('"format_version"', '"terraform_version"')
RAW_STATE = ('"terraform_version"', '"serial"', '"lineage"')
UI_LOG = re.compile(r'^\{[^\n]{0,400}"@module"\s*:\s*"(terraform|tofu)\.ui"', re.MULTILINE)
OBJECT = re.compile(r'^[ \t]*\{\s*"', re.MULTILINE)

# Lines of wrappers and runners before and after the JSON.
NOISE = re.compile(
    r"\s*(\[command\]|::|##\[|> |\$ |\+ |npm |yarn |pnpm |Done in |Terraform exited|Releasing state|Acquiring state"
    r"|Warning:|[╷│╵]|\x1b\[)|\s*$"
)
NOISY_LINES = 30
ARCHIVE = "PK\x03\x04"


def looks_like_plan(head: str) -> bool:
    """Whether the first bytes of a file are those of Terraform's JSON, of its log or its plan file."""
    if head.startswith(ARCHIVE):
        return "tfplan" in head
    if UI_LOG.search(head):
        return True
    start = json_start(head)
    if start is None:
        return False
    signs = (VERSIONS, RAW_STATE)
    return bool(PLAN_KEYS.search(head, start)) or any(
        all(key in head for key in keys) for keys in signs
    )


def is_binary(file: File) -> bool:
    """Whether it is Terraform's own plan file, which is an archive, and not its JSON."""
    return file.head().startswith(ARCHIVE)


def json_start(text: str) -> int | None:
    """Where the JSON object begins: on the first line that opens one, near the top."""
    found = OBJECT.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    if before.count("\n") > NOISY_LINES or "```" in before:
        return None
    return found.start()


def without_noise(text: str) -> str:
    """The text with the lines before and after the JSON emptied, so that line numbers stay true."""
    start = json_start(text) or 0
    end = len(text)
    for _ in range(NOISY_LINES):
        line = text.rfind("\n", start, end) + 1
        if line == 0 or not NOISE.match(text[line:end]):
            break
        end = line - 1
    return "\n" * text.count("\n", 0, start) + text[start:end]


def json_text(file: File) -> str:
    """The JSON of a file. Errors: InputError, with the command to run, for what only looks like a plan."""
    if is_binary(file):
        raise InputError(f"a binary plan file: {SHOW}", file.path)
    text = file.text().removeprefix("\ufeff")
    if UI_LOG.search(text, 0, 4096):
        raise InputError(
            f"the log of `terraform plan -json` has no values in it: {SHOW}", file.path
        )
    return without_noise(text)
