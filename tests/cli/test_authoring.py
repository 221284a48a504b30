"""Commands that write files of a repository, and those that join and compare files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbongate.cli.main import exit_code
from tests.repository.conftest import Checkout, no_hook

__all__ = ["no_hook"]  # these commands ask git, and no hook may answer

FLEET = "address,provider,region,type,count\nweb,aws,eu-west-1,m5.large,3\n"
CONFIG = """\
version: 1
budgets:
  - {id: total, total: 1 kgCO2e/month}
"""
WHY = ("--reason", "a reason", "--owner", "team", "--until", "2026-04-01", "--date", "2026-03-02")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path / "shop")
    made.commit({"fleet.csv": FLEET, "carbongate.yaml": CONFIG})
    monkeypatch.chdir(made.root)
    return made


def test_a_waiver_lets_pass_what_it_allows(shop: Checkout) -> None:
    assert exit_code(["check", "--quiet"]) == 1
    assert exit_code(["waive", "total", "--allow", "50 kgCO2e/month", *WHY]) == 0
    assert exit_code(["check", "--quiet"]) == 0
    assert exit_code(["check", "--quiet", "--date", "2026-04-02"]) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ("totl", "--allow", "5 kgCO2e/month", *WHY), "did you mean total?", id="no such budget"
        ),
        pytest.param(("total", *WHY), "allow", id="a budget without an allowance"),
        pytest.param(
            ("total", "--allow", "5 kgCO2e/month", *WHY[:-1], "2026-05-01"),
            "has passed",
            id="an end that is past",
        ),
        pytest.param(
            ("total", "--allow", "5 kgCO2e/month", *WHY[:-1], "2025-01-01"),
            "after 180 days",
            id="an end that is far",
        ),
    ],
)
def test_a_waiver_that_check_would_refuse_is_not_written(
    shop: Checkout,
    arguments: tuple[str, ...],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exit_code(["waive", *arguments]) == 2
    assert sentence in capsys.readouterr().err
    assert not (shop.root / "carbongate-waivers.yaml").exists()


def test_waivers_are_counted_from_today_and_not_from_an_old_commit(shop: Checkout) -> None:
    shop.commit({}, day="2025-01-01T12:00:00+00:00")
    assert exit_code(["waive", "total", "--allow", "5 kgCO2e/month", *WHY]) == 0


def test_the_first_configuration_passes_and_is_not_written_over(
    shop: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.root / "carbongate.yaml").unlink()
    assert exit_code(["init"]) == 0
    written = (shop.root / "carbongate.yaml").read_text(encoding="utf-8")
    assert exit_code(["check", "--quiet", "--mode", "enforce"]) == 0
    assert exit_code(["config", "validate"]) == 0
    assert exit_code(["init"]) == 2
    assert (shop.root / "carbongate.yaml").read_text(encoding="utf-8") == written
    capsys.readouterr()
    assert exit_code(["init", "--stdout"]) == 0
    assert capsys.readouterr().out == written


def test_a_lock_is_written_when_asked_for_and_holds(
    shop: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["check", "--quiet", "--locked"]) == 2
    assert exit_code(["update"]) == 0
    assert not (shop.root / "carbongate.lock").exists()
    assert exit_code(["update", "--take"]) == 0
    assert exit_code(["check", "--quiet", "--locked"]) == 1  # the budget, no more the lock
    lock = shop.root / "carbongate.lock"
    lock.write_text(lock.read_text().replace("carbongate-2026.11", "ccf-2024"), encoding="utf-8")
    capsys.readouterr()
    assert exit_code(["check", "--quiet", "--locked"]) == 2
    assert "ccf-2024" in capsys.readouterr().err


def test_reports_are_joined_and_the_worst_exit_code_is_the_whole_s(
    shop: Checkout, tmp_path: Path
) -> None:
    red, green, whole = (tmp_path / f"{name}.json" for name in ("red", "green", "whole"))
    assert exit_code(["check", "--quiet", "--output", f"json={red}"]) == 1
    shop.write({"carbongate.yaml": CONFIG.replace("1 kg", "100 kg")})
    assert exit_code(["check", "--quiet", "--output", f"json={green}"]) == 0
    assert exit_code(["merge", "--quiet", str(red), str(green), "--output", f"json={whole}"]) == 1
    one, both = (json.loads(file.read_text()) for file in (red, whole))
    assert both["totals"]["carbon_kg"]["best"] == pytest.approx(
        2 * one["totals"]["carbon_kg"]["best"]
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("{", 5, id="cut off"),
        pytest.param("{}", 5, id="no report"),
        pytest.param(None, 5, id="not there"),
    ],
)
def test_what_is_no_report_is_not_joined(content: str | None, code: int, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    if content is not None:
        file.write_text(content)
    assert exit_code(["merge", str(file)]) == code


def test_two_files_are_compared_without_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.csv").write_text(FLEET)
    (tmp_path / "new.csv").write_text(FLEET.replace(",3\n", ",4\n"))
    assert exit_code(["diff", "old.csv", "new.csv", "--output", "json=diff.json"]) == 0
    found = json.loads((tmp_path / "diff.json").read_text())["diff"]
    (change,) = found["changes"]
    assert (change["effect"], change["address"]) == ("changed", "web")
    assert change["delta"]["best"] == pytest.approx(change["before"]["best"] / 3)
    capsys.readouterr()
    assert exit_code(["diff", "old.csv"]) == 2
    assert "no plan that knows what was there before" in capsys.readouterr().err


def test_what_is_gone_is_shown_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.csv").write_text(FLEET + "db,aws,eu-west-1,r6g.large,1\n")
    (tmp_path / "new.csv").write_text(FLEET)
    assert exit_code(["diff", "--quiet", "old.csv", "new.csv", "--output", "json=diff.json"]) == 0
    found = json.loads((tmp_path / "diff.json").read_text())["diff"]
    (change,) = found["changes"]
    assert (change["effect"], change["where"]["path"]) == ("removed", "old.csv")


def test_a_stack_is_held_to_its_budget_when_all_of_it_is_named(
    shop: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    stacks = "stacks:\n  - {name: shop, manifests: [fleet.csv, more.csv]}\n"
    limits = CONFIG.replace("{id: total,", "{id: total, match: {stack: shop},")
    more = FLEET.replace("web", "api")
    shop.commit({"carbongate.yaml": limits + stacks, "more.csv": more})
    assert exit_code(["check", "--quiet", "fleet.csv", "more.csv"]) == 1
    assert exit_code(["check", "fleet.csv"]) == 4
    assert "no stack is like its match" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["carbongate-waivers.yml", ".carbongate-waivers.yaml"])
def test_waivers_under_a_name_that_is_not_read_are_a_mistake(
    shop: Checkout, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write({name: "version: 1\n"})
    assert exit_code(["check", "--quiet"]) == 2
    assert f"{name}: is not read under this name" in capsys.readouterr().err


def test_a_broken_file_of_waivers_on_the_base_takes_no_policy_away(shop: Checkout) -> None:
    base = CONFIG + "policy: base\nmode: enforce\n"
    shop.commit({"carbongate.yaml": base, "carbongate-waivers.yaml": "version: 1\nwaivers: 3\n"})
    shop.git("checkout", "-q", "-b", "change")
    loose = CONFIG.replace("1 kgCO2e", "900 kgCO2e") + "mode: report\n"
    (shop.root / "carbongate-waivers.yaml").unlink()
    shop.commit({"carbongate.yaml": loose, "fleet.csv": FLEET.replace(",3\n", ",9\n")})
    assert exit_code(["check", "--quiet", "--base", "main"]) == 1


def test_defaults_of_the_base_that_cannot_be_had_are_no_way_around_them(
    shop: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = f"extends: {{file: org.yaml, commit: {'a' * 40}}}\n"
    shop.commit({"carbongate.yaml": CONFIG + elsewhere})
    shop.git("checkout", "-q", "-b", "change")
    shop.commit({"carbongate.yaml": CONFIG + "mode: report\n"})
    assert exit_code(["check", "--quiet", "--base", "main"]) == 2
    assert "extends" in capsys.readouterr().err
