"""Amazon EC2 Auto Scaling groups and fleets: one type, or several with weights, and warm pools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbongate.figure import Declared, Figure, Unit
from carbongate.mappings.aws_clusters import membership
from carbongate.mappings.aws_volumes import launch_template, volumes
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.fleet import Fleet, Limits, Option, fleet, options
from carbongate.mappings.parts import Type, joined, sized
from carbongate.mappings.values import Values
from carbongate.model import Kind, Reading, Storage

MIXED = "mixed_instances_policy.launch_template"
NOTHING = Values({})
NO_TEMPLATE = "no launch template or configuration of this plan gives it a type"


def group(block: Block) -> Reading | Sequence[Reading]:
    """The instances of a group, and its warm pool where one is kept."""
    template = (
        launch_template(block)
        or launch_template(block, f"{MIXED}.launch_template_specification")
        or configuration(block)
    )
    overrides = block.many(f"{MIXED}.override")
    chosen = (
        options(block, overrides, template or NOTHING, "instance type")
        if template or overrides
        else (Option(Type(None, why=NO_TEMPLATE)),)
    )
    limits = Limits(
        block.number("desired_capacity"), block.number("min_size"), block.number("max_size")
    )
    made = fleet(block, chosen, limits)
    disks = volumes(block, template)
    return (instances(block, made, template, disks), *warm_pool(block, made, disks))


def configuration(block: Block) -> Block | None:
    """The launch configuration of an older group."""
    if not block.given("launch_configuration"):
        return None
    found = block.linked("launch_configuration", "aws_launch_configuration")
    return found[0] if len(found) == 1 else None


def instances(
    block: Block, made: Fleet, template: Block | None, disks: Sequence[Storage]
) -> Reading:
    """The group's running instances."""
    most = (
        Figure.exact(made.most, Unit.ONE, Declared(f"{block.type}: its upper limit"))
        if made.most
        else None
    )
    return sized(
        block.resource(
            Kind.MACHINE,
            joined(block, made.components, *disks),
            replicas=made.count,
            assumed=made.assumed,
            capacity=membership(block, template, most),
            machine=made.machine,
        ),
        made.why,
    )


def warm_pool(block: Block, made: Fleet, disks: Sequence[Storage]) -> Sequence[Reading]:
    """Instances kept ready: running ones are reserved like any other, stopped ones are their disks."""
    pools = block.many("warm_pool")
    if not pools:
        return ()
    pool = pools[0]
    least = pool.number("min_size") or 0
    prepared = pool.number("max_group_prepared_capacity")
    prepared = (made.most or made.count.high) if prepared is None else prepared
    best = max(least, prepared - made.count.best)
    high = max(best, prepared - made.least)
    if high <= 0:
        return ()
    count = Figure(min(least, best), best, high, Unit.ONE, Declared(f"{block.type}: warm_pool"))
    running = pool.text("pool_state") == "Running"
    pool_of_them = block.resource(
        Kind.MACHINE if running else Kind.STORAGE,
        joined(block, made.components, *disks) if running else joined(block, *disks),
        replicas=count,
        part="warm-pool",
        assumed=made.assumed,
        machine=made.machine,
    )
    return (sized(pool_of_them, made.why if running else ""),)


def spot_fleet(block: Block) -> Reading:
    """A request for spot capacity: launch specifications, or templates with overrides."""
    specifications = block.many("launch_specification")
    template = launch_template(block, "launch_template_config.launch_template_specification")
    return requested(
        block,
        (*specifications, *types_of(block, "overrides")),
        template,
        block.number("target_capacity"),
    )


def ec2_fleet(block: Block) -> Reading:
    """An EC2 fleet of on-demand and spot capacity."""
    return requested(
        block,
        types_of(block, "override"),
        launch_template(block, "launch_template_config.launch_template_specification"),
        block.number("target_capacity_specification.total_target_capacity"),
    )


def types_of(block: Block, name: str) -> tuple[Values, ...]:
    """The types of every launch template of a fleet."""
    configs = block.many("launch_template_config")
    return tuple(choice for config in configs for choice in config.many(name))


def requested(
    block: Block, choices: Sequence[Values], template: Block | None, target: float | None
) -> Reading:
    """A fleet of a fixed target capacity."""
    chosen = options(block, choices, template or NOTHING, "instance type")
    made = fleet(block, chosen, Limits(target, None, None))
    return instances(block, made, template, volumes(block, *choices[:1], template))


MAPPERS: Mapping[str, Mapper] = {
    "aws_autoscaling_group": group,
    "aws_spot_fleet_request": spot_fleet,
    "aws_ec2_fleet": ec2_fleet,
}
