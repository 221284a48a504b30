"""AWS Lambda: functions by their memory, and concurrency that is kept warm."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Assumed, Derived, Figure, Unit
from carbongate.machines import generic
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import declared, default, sized
from carbongate.model import Component, Kind, Memory, Need, Reading

MB_PER_GIB = 1024
ARM = ("Graviton2",)
NO_FUNCTION = "its function is not declared in this plan, so its memory is not known"
WITHIN = "the watts of a function are by its memory and contain it"


def function(block: Block) -> Reading:
    """A function; how often it runs, and for how long, only its use can tell."""
    return block.resource(Kind.FUNCTION, size(block), needs=(Need("requests"),))


def size(block: Block) -> tuple[Component, ...]:
    """vCPUs, since one comes with so many MB; the memory itself takes no watts beside them."""
    mb = block.number("memory_size")
    memory = (
        declared(block, "memory_size", mb / MB_PER_GIB, Unit.GIB)
        if mb
        else default(block, "aws/lambda", "memory")
    )
    each = block.tables.constant("mb_per_vcpu")
    vcpus = Figure(
        memory.low * MB_PER_GIB / each.high,
        memory.best * MB_PER_GIB / each.best,
        memory.high * MB_PER_GIB / each.low,
        Unit.VCPU,
        Derived("memory over the MB that come with one vCPU", (memory, each)),
    )
    arm = "arm64" in block.texts("architectures")
    key = ("lambda", repr(vcpus.best), str(arm))
    return block.tables.keep(key, lambda: of_size(block, vcpus, memory, ARM if arm else ()))


def of_size(
    block: Block, vcpus: Figure, memory: Figure, processors: tuple[str, ...]
) -> tuple[Component, ...]:
    """The processors of a generic host, and memory that needs no watts beside theirs."""
    compute, _ = generic(
        block.tables, vcpus, memory, provider=block.provider, processors=processors
    )
    return compute, Memory(memory, Figure.exact(0, Unit.GIB, Assumed(WITHIN)))


def provisioned(block: Block) -> Reading:
    """Environments kept warm: reserved all month, whether requests come or not."""
    found = block.linked("function_name", "aws_lambda_function", by=("function_name", "arn", "id"))
    count = block.number("provisioned_concurrent_executions")
    if not count:
        return block.skipped(block.missing("provisioned_concurrent_executions"))
    declares = len(found) == 1
    return sized(
        block.resource(
            Kind.CONTAINER,
            size(found[0]) if declares else (),
            replicas=declared(block, "provisioned_concurrent_executions", count, Unit.ONE),
        ),
        "" if declares else NO_FUNCTION,
    )


MAPPERS: Mapping[str, Mapper] = {
    "aws_lambda_function": function,
    "aws_lambda_provisioned_concurrency_config": provisioned,
}
