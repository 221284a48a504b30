"""What each rule costs the engine on a folder of Python, on one core.

    python bench/rules/cost.py site-packages/django

The first line is all rules together; each further line is what would be saved without that rule. A
rule that costs more than a tenth of the whole asks something dear before something cheap.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from carbongate.code.engine import documents, program
from carbongate.code.rules import Rule, load

REPEATS = 5


def main(folder: Path) -> None:
    """Prints seconds of processor time."""
    files = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.py"))]
    rules = load(examples=False)
    whole = seconds(rules, folder, files)
    print(f"{whole:.3f} s for {len(rules)} rules on {len(files)} files")
    for rule in rules:
        rest = seconds([other for other in rules if other is not rule], folder, files)
        print(f"{whole - rest:6.3f} s {rule.id}")


def seconds(rules: Sequence[Rule], folder: Path, files: Sequence[str]) -> float:
    """The least of some runs."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "rules").mkdir()
        (place / "rules" / "rules.yml").write_text(documents(rules))
        (place / "sgconfig.yml").write_text('{"ruleDirs": ["rules"]}')
        config = ["--config", str(place / "sgconfig.yml"), "--json=stream", "--hint"]
        command = [program(), "scan", *config, "--threads=1", "--", *files]
        return min(processor_time(command, folder) for _ in range(REPEATS))


def processor_time(command: Sequence[str], folder: Path) -> float:
    """Seconds that one run of a command computes."""
    before = os.times()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user - before.children_user


if __name__ == "__main__":
    main(Path(sys.argv[1]))
