"""A program for waii-sdk-py runs after nothing but its imports were renamed."""

import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("sdk_program.txt")


def test_runs_under_the_new_name(url: str, key: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.read_text().replace("waii_sdk_py", "waii_client"))
    command = [sys.executable, "-W", "error::DeprecationWarning", str(program)]
    done = subprocess.run(
        [*command, f"http://{url}/api/", key], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Ran 8 tests" in done.stderr
    assert key not in done.stdout + done.stderr
