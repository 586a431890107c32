"""What lies beside the pages, to be taken as it is."""

import configparser
import re
import shlex
from pathlib import Path

import yaml
from typer.testing import CliRunner
from waii_server.cli import cli
from waii_server.metrics import Metrics
from waii_server.settings import Settings

from docs.page import ROOT, blocks
from docs.record import PAGE, RECORD

_SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}
_DOCS = ROOT / "docs"


def test_alarms_are_raised_by_metrics_that_there_are() -> None:
    (group,) = yaml.safe_load((_DOCS / "alarms.yaml").read_text())["groups"]
    there = {
        family.name + suffix
        for family in Metrics().registry.collect()
        for suffix in _SUFFIXES[family.type]
    }
    for rule in group["rules"]:
        named = set(re.findall(r"\b(?:grpc_server|waii)_[a-z_]+", rule["expr"]))
        assert named or rule["expr"].startswith("up{")
        assert named <= there, rule["alert"]


def test_the_unit_starts_a_command_that_there_is_and_waits_for_its_grace() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(_DOCS / "waii.service")
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert Path(program).name == "waii-server"
    assert CliRunner().invoke(cli, [*words, "--help"]).exit_code == 0
    grace = Settings.model_fields["grace"].get_default()
    assert int(unit["Service"]["TimeoutStopSec"]) > grace


def test_the_recorded_session_is_that_of_the_quick_start() -> None:
    recorded = re.findall(r"^\[\d+:\d\d\] \$ (.*)$", RECORD.read_text(), re.MULTILINE)
    shown = [block.commands() for block in blocks(PAGE) if block.language == "console"]
    assert recorded == [command for commands in shown for command, _ in commands], "record it anew"
