"""The same program in several processes, which do what they do at the same time."""

import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def run_at_once(program: str, *arguments: str, processes: int, timeout: float) -> list[Ended]:
    """Runs a Python program, which says `ready` and waits for a line before it does its work.

    Args:
        timeout: seconds that each of them may take.
    """
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:  # all at once from here
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        outputs = [process.communicate(timeout=timeout) for process in running]
    finally:
        for process in running:
            process.kill()
            process.communicate()
    return [
        Ended(process.returncode, stdout, stderr)
        for process, (stdout, stderr) in zip(running, outputs, strict=True)
    ]
