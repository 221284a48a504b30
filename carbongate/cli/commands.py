"""The commands, and what each of them takes; what they do is imported when one is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from carbongate import __version__
from carbongate.cli.options import CONTEXT, against, common, debugging, judging, reading


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="carbongate", message="%(prog)s %(version)s")
def group() -> None:
    """Hold the carbon of code and infrastructure against a budget.

    Exit codes: 0 passed, 1 the gate says no, 2 usage or configuration, 3 nothing to look at,
    4 undecided, 5 broken.
    """


@group.command()
@common
@judging
@click.option(
    "--verify-plan",
    metavar="FILE",
    help="Judge nothing: say whether this is the plan that --report judged and let pass.",
)
@click.option("--report", "judged", metavar="FILE", help="The JSON report for --verify-plan.")
def check(verify_plan: str | None, judged: str | None, **options: Any) -> int:
    """Read manifests and code, estimate, and hold the result against the budgets.

    PATH is a repository (default: this folder), or some of its files and folders.
    """
    from carbongate.cli.running import report, verification

    if verify_plan is not None or judged is not None:
        return verification(verify_plan, judged)
    return report("check", options)


@group.command()
@common
@judging
def scan(**options: Any) -> int:
    """Find energy anti-patterns in code, and nothing else."""
    from carbongate.cli.running import report

    return report("scan", options)


@group.command()
@common
def estimate(**options: Any) -> int:
    """Print the numbers only; never fails on a budget. PATH - reads standard input."""
    from carbongate.cli.running import report

    return report("estimate", options)


@group.command()
@common
@against
def diff(**options: Any) -> int:
    """Show what a change does to the carbon; never fails on a budget.

    With --base the tree against its merge base. Else two PATHs, old and new: files or folders; or one
    Terraform plan, its state before against after.
    """
    from carbongate.cli.comparing import differing
    from carbongate.cli.running import shown

    with differing(options) as request:
        return shown(request, options)


@group.command()
@click.argument("subject", metavar="ADDRESS|RULE")
@reading
def explain(subject: str, **options: Any) -> int:
    """Take the number of a resource apart, or show a rule with its evidence and examples.

    ADDRESS is looked for in PATH (default: this folder).
    """
    from carbongate.cli.running import explanation

    click.echo(explanation(subject, options), nl=False)
    return 0


@group.command()
@click.option("--all", "everything", is_flag=True, help="Also parity rules, which are off.")
def rules(everything: bool) -> int:
    """List the rules: tier, severity, confidence, what they find."""
    from carbongate.cli.running import rule_list

    click.echo(rule_list(everything), nl=False)
    return 0


@group.command()
@reading
def coverage(**options: Any) -> int:
    """Show what was understood, what uses no energy of its own, and what was skipped and why."""
    from carbongate.cli.running import coverage_page

    click.echo(coverage_page(options), nl=False)
    return 0


@group.command()
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Show it and write nothing.")
@debugging
def init(path: str, force: bool, to_stdout: bool) -> int:
    """Write a commented carbongate.yaml that fits what is in PATH (default: this folder)."""
    from carbongate.cli.authoring import init as write_first

    write_first(Path(path), force=force, to_stdout=to_stdout)
    return 0


@group.group()
def config() -> None:
    """Look at the configuration itself."""


@config.command()
@click.argument("path", default=".", metavar="[FILE|FOLDER]")
@debugging
def validate(path: str) -> int:
    """Read a configuration and say what it means; exit code 2 where it is wrong."""
    from carbongate.cli.running import validation

    click.echo(validation(path), nl=False)
    return 0


@config.command()
@click.option("--waivers", is_flag=True, help="That of carbongate-waivers.yaml.")
def schema(waivers: bool) -> int:
    """Print the JSON Schema for editors."""
    from carbongate.config.validated import schema_text

    click.echo(schema_text(waivers=waivers), nl=False)
    return 0


@group.command()
@click.argument("scope", metavar="BUDGET|RULE|ADDRESS")
@click.option("--reason", required=True, metavar="TEXT", help="Why it may pass.")
@click.option("--owner", required=True, metavar="NAME", help="Who ends it.")
@click.option(
    "--until", required=True, metavar="YYYY-MM-DD", help="Its last day, at most 180 days away."
)
@click.option(
    "--allow", metavar="AMOUNT", help="For a budget: so much more, such as '15 kgCO2e/month'."
)
@click.option(
    "--id", "name", metavar="ID", help="Its name, such as W-7; the next number unless given."
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day that its 180 days are counted from, instead of today.",
)
@reading
def waive(scope: str, name: str | None, allow: str | None, **options: Any) -> int:
    """Let a budget, a rule or a resource that was skipped pass for a while.

    Writes an entry of carbongate-waivers.yaml; every report lists it until it ends.
    """
    from carbongate.cli.authoring import waive as write_waiver

    stated = {"id": name, "scope": scope, "allow": allow}
    words = stated | {key: options.pop(key) for key in ("reason", "owner", "until")}
    write_waiver({key: word for key, word in words.items() if word is not None}, options)
    return 0


@group.command()
@click.option(
    "--dataset", metavar="NAME", help="The dataset to take, instead of the configured one."
)
@click.option("--take", is_flag=True, help="Write carbongate.lock.")
@reading
def update(dataset: str | None, take: bool, **options: Any) -> int:
    """Show what newer data and rules change here, before they are taken."""
    from carbongate.cli.authoring import update as take_newer

    return take_newer(options, dataset, take=take)


@group.command()
@click.option("--report", required=True, metavar="FILE", help="The JSON report of `check`.")
@click.option("--markdown", required=True, metavar="FILE", help="Its Markdown report, the text.")
@click.option(
    "--key",
    default="carbongate",
    show_default=True,
    help="The name of the comment: one for each project of a repository.",
)
@click.option(
    "--behaviour",
    type=click.Choice(["update", "new", "delete-and-new", "delete-when-quiet", "only-on-change"]),
    default="update",
    show_default=True,
    help="What becomes of the comment of an earlier run.",
)
@click.option(
    "--pull", type=click.IntRange(1), metavar="NUMBER", help="That of the run unless given."
)
@click.option("--strict", is_flag=True, help="Exit code 5 when the comment could not be written.")
@debugging
def comment(report: str, markdown: str, **options: Any) -> int:
    """Keep one comment with the report on a pull request of GitHub.

    Reads GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_EVENT_PATH, as a workflow has them.
    """
    from carbongate.cli.commenting import comment as write_comment

    return write_comment(report, markdown, options)


@group.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT.json...")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write text, markdown, json or html to FILE, - is stdout; may be given many times.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors and --output.")
@click.option("--all-resources", is_flag=True, help="List every resource, however many there are.")
@debugging
def merge(
    reports: tuple[str, ...], outputs: tuple[str, ...], quiet: bool, all_resources: bool
) -> int:
    """Join JSON reports of several jobs or repositories into one; the worst exit code is its own."""
    from carbongate.cli.joining import merged

    return merged(reports, outputs, quiet=quiet, all_resources=all_resources)
