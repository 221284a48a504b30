"""The proposed carbongate.yaml as text: every line says why, and what nobody can see is a comment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from carbongate.config import NAMES, PIPELINE, load
from carbongate.config.waivers import quoted, word
from carbongate.figure import Figure, Unit
from carbongate.limits import NOISE, coverage
from carbongate.limits.carbon import month, runs
from carbongate.model import StackEstimate
from carbongate.proposal import Proposal
from carbongate.proposal.groups import Group, stack
from carbongate.proposal.sources import Source
from carbongate.proposal.stated import KEYS
from carbongate.reports.plain import sentence, shortened, visible
from carbongate.reports.remedy import HEADROOM, line, plain
from carbongate.words import amount, count, listed, number

FEW = 5  # lines of one kind that a file shows
BUDGETS = 20  # stacks with a budget each; where there are more, one holds them together

HEAD = """\
# The carbon budget of this repository, as `carbongate init` proposes it for what it found here.
# Change what is wrong and delete what does not help; `carbongate config validate` reads it back.
version: 1

# Nothing fails yet: reports say what `enforce` would have done. After two weeks of that, enforce.
mode: warn
# policy: base  # a change is then held to the limits that stand before it, whatever it makes of them
"""
UNIT = """
# What the system delivers in a month. With it each report has a score, and a budget may limit it (sci).
# functional_unit: {name: 1k requests, per_month: 42000}
"""
VISIBILITY = """
# Hosted runners of public repositories are larger, and no file says which kind this repository is.
# estimate: {runner_visibility: private}
"""
LATER = """\
  # What may follow, a line at a time, each with `carbongate check --base origin/main` in a pull request:
  #   increase: {max: 10%, floor: 1 kgCO2e/month}  # one change may add so much; both must be exceeded
  #   sci: 50 gCO2e/unit                           # carbon for one functional unit
  #   ratchet: {slack: 1%}                         # never more than before the change
"""


def page(proposal: Proposal) -> str:
    """The text. Errors: ConfigError where it could not be read back, which says where."""
    parts = [HEAD, UNIT]
    if proposal.found.pipeline:
        parts.append(VISIBILITY)
    for section in (stacks(proposal), usage(proposal), budgets(proposal), code(proposal)):
        lines = [f"{one}\n" for one in section]
        parts.append("".join(["\n", *lines]) if lines else "")
    text = "".join(parts)
    load(text, NAMES[0])
    return text


# ---- stacks --------------------------------------------------------------------------------------


def stacks(proposal: Proposal) -> Iterator[str]:
    """What is deployed together, and what is not proposed."""
    found = proposal.found
    months = {one.stack.name: one for one in proposal.estimates}
    if found.groups:
        yield "# What is deployed together; names and labels are yours, and budgets match them."
        if found.pipeline:
            yield f"# The CI workflows are a stack too, called {PIPELINE}, without being named here."
        if len({one.place.home for one in found.groups}) < len(found.groups) or nested(
            found.groups
        ):
            yield "# A manifest belongs to the first stack that names it or its folder."
        yield "stacks:"
        for one in found.groups:
            yield from of_group(one, months.get(one.name))
    for source in proposal.sources:
        yield from of_source(source, inside=bool(found.groups))
    for path, why in proposal.broken[:FEW]:
        yield comment(f"left out: {path} ({why})")
    for paths, why in (
        (found.aside, "left out, since nobody seems to deploy them"),
        (found.unnamed, "left out, since no configuration can hold such a name"),
    ):
        if paths:
            yield comment(f"{why}: {listed([shortened(path) for path in paths], FEW)}")


def nested(groups: Sequence[Group]) -> bool:
    """Whether the folder of one lies in that of another."""
    homes = [one.place.home for one in groups]
    return any(other.startswith(f"{home}/") for home in homes if home for other in homes)


def of_group(group: Group, month: StackEstimate | None) -> Iterator[str]:
    """One stack."""
    one = stack(group)
    files = count(len(group.files), "file")
    yield f"  - name: {word(one.name)}"
    if one.labels:
        said = ", ".join(f"{key}: {word(label)}" for key, label in one.labels.items())
        yield f"    labels: {{{said}}}"
    manifests = ", ".join(map(word, one.manifests))
    kind = "" if len(one.manifests) == len(group.files) else f"  # {group.kind}, {files} today"
    yield f"    manifests: [{manifests}]{kind}"
    if one.runs_on:
        yield f"    runs_on: {word(one.runs_on)}  # the one cluster that is declared for them"
    if month is None:
        return
    yield from regions(month)
    unseen = [skipped for skipped in month.skipped if skipped.heavy]
    for skipped in unseen[:FEW]:
        yield comment(f"not estimated: {shortened(skipped.address)}: {skipped.why}", "    ")
    if len(unseen) > FEW:
        yield comment(f"and {len(unseen) - FEW:,} more that are not estimated", "    ")


def regions(month: StackEstimate) -> Iterator[str]:
    """The line for regions, where manifests do not say them."""
    unknown = sorted(
        {
            one.resource.provider
            for one in month.estimates
            if one.place and not one.resource.region and not one.tenant_of
        }
    )
    examples = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1"}
    named = {maker: examples[maker] for maker in unknown if maker in examples}
    if named:
        said = ", ".join(f"{maker}: {region}" for maker, region in named.items())
        why = "which region; no manifest says it, and the provider's median is taken"
        yield f"    # regions: {{{said}}}  # {why}"
    elif unknown:
        why = "which cloud and where; no manifest says it, and the world's average is taken"
        yield f"    # regions: {{aws: eu-west-1}}  # {why}"


def of_source(source: Source, *, inside: bool) -> Iterator[str]:
    """A stack that one command makes, as a comment."""
    pad = "  " if inside else ""
    yield comment(f"{source.about}:", pad)
    yield comment(f"  {source.command}", pad, whole=True)
    if not inside:
        yield "# stacks:"
    labels = {"env": source.place.environment, "service": source.place.service}
    said = ", ".join(f"{key}: {word(label)}" for key, label in labels.items() if label)
    yield f"{pad}# - name: {word(source.name)}"
    if said:
        yield f"{pad}#   labels: {{{said}}}"
    yield f"{pad}#   manifests: [{word(source.manifest)}]"


# ---- usage ---------------------------------------------------------------------------------------


def usage(proposal: Proposal) -> Iterator[str]:
    """Lines to fill: the widest assumptions, and what cannot be estimated without a line."""
    skipped = [found for month in proposal.estimates for found in month.skipped]
    wanted = [found for found in map(line, skipped) if found is not None]
    uses = [one.text for one in wanted if one.section == "usage"]
    sizes = [one.text for one in wanted if one.section == "resources"]
    if proposal.uses or uses:
        yield "# What you know better than the defaults: today's widest assumptions. Take away the # of"
        yield "# `usage` and of each line that you can fill."
        yield "# usage:"
    for one in proposal.uses:
        values = ", ".join(f"{key}: {one.values[key]}" for key in KEYS if key in one.values)
        others = f" ({one.others:,} more like it)" if one.others else ""
        yield comment(f"  {quoted(one.pattern)}: {{{values}}}  # {one.why}{others}", whole=True)
    for title, found in (
        ("  # not estimated without:", uses),
        ("resources:  # sizes of what no table knows", sizes),
    ):
        if found:
            yield comment(title, whole=True)
            yield from (comment(f"  {text}", whole=True) for text in found[:FEW])
            if len(found) > FEW:
                yield comment(
                    f"  # and {len(found) - FEW:,} more: `carbongate coverage` lists them",
                    whole=True,
                )


# ---- budgets -------------------------------------------------------------------------------------


def budgets(proposal: Proposal) -> Iterator[str]:
    """Today and a quarter more, for each stack in which something was estimated."""
    system = [one for one in proposal.estimates if one.stack.name != PIPELINE and worth(one)]
    parts = [[one] for one in system] if len(system) <= BUDGETS else [system]
    lines = [entry for part in parts for entry in total(part)]
    lines += per_run([one for one in proposal.estimates if one.stack.name == PIPELINE])
    if not lines:
        if proposal.estimates:
            yield "# No budget yet: nothing of the stacks above can be estimated as it stands."
        return
    yield "# The limits: today's estimate and a quarter more, so that what is there today passes."
    yield "budgets:"
    yield from lines
    yield from LATER.splitlines()


def worth(one: StackEstimate) -> bool:
    """Whether there is anything to limit."""
    found = month([one])
    return found is not None and found.best > 0


def total(months: Sequence[StackEstimate]) -> Iterator[str]:
    """The budget of one stack, or one for all of them: the limit, and the share to be estimated."""
    found = month(months)
    if found is None:
        return
    name = word(months[0].stack.name)
    yield f"  - id: {name}" if len(months) == 1 else "  - id: everything"
    if len(months) == 1:
        yield f"    match: {{stack: {name}}}"
    grams = found.to(Unit.GRAM)
    yield f"    total: {limit(grams, '/month')}  # today {today(grams)}"
    seen = coverage(months)
    of = count(seen.estimated + seen.skipped, "resource that uses", "resources that use")
    if share := math.floor((seen.share or 0) * 100 + NOISE):
        yield f"    min_coverage: {share}%  # today {seen.estimated:,} of {of} energy can be estimated"


def per_run(months: Sequence[StackEstimate]) -> Iterator[str]:
    """The budget of the CI workflows, by the heaviest of them."""
    found = {path: run for path, run in runs(months).items() if run.best > 0}
    if not found:
        return
    heaviest = max(found, key=lambda path: (found[path].best, path))
    yield f"  - id: {PIPELINE}"
    yield f"    match: {{stack: {PIPELINE}}}"
    said = (
        f"one run of {shortened(heaviest)}, the heaviest workflow, today {today(found[heaviest])}"
    )
    yield f"    per_run: {limit(found[heaviest])}  {comment(said)}"


def limit(grams: Figure, per: str = "") -> str:
    """Today and a quarter more, in kilograms where that reads better."""
    factor, unit = scale(grams.best)
    return f"{plain(grams.best * HEADROOM / factor)} {unit}{per}"


def today(grams: Figure) -> str:
    """What it is now, with its range, in the unit of the limit."""
    factor, unit = scale(grams.best)
    return amount(grams.low / factor, grams.best / factor, grams.high / factor, unit)


def scale(grams: float) -> tuple[float, str]:
    """Grams of one unit, and its name."""
    return (1000, "kgCO2e") if grams >= 80 else (1, "gCO2e")


# ---- code ----------------------------------------------------------------------------------------


def code(proposal: Proposal) -> Iterator[str]:
    """What of the code can fail."""
    if not proposal.code:
        yield "# No code of a language with rules was found; `carbongate rules` lists them."
        return
    said = listed([f"{folder} ({number(files)})" for folder, files in proposal.code], FEW)
    yield f"# Energy anti-patterns in code. Files by folder: {sentence(said)}."
    yield "code:"
    yield "  fail_on: error  # a finding of this severity fails, one below it is only shown"
    yield "  new_only: true  # and only on lines that a change adds or touches"
    folders = [folder for folder, _ in proposal.code if folder != "."]
    if folders:
        named = ", ".join(word(folder) for folder in folders[:FEW])
        yield comment(f"paths: [{named}]  # without it all code is looked at", "  ", whole=True)


def comment(text: str, pad: str = "", *, whole: bool = False) -> str:
    """One line that no reader takes for anything but a comment; `whole` keeps its spaces."""
    return f"{pad}# {visible(text) if whole else sentence(text)}"
