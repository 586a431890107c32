"""Sends one input again: `python -m fuzz.replay <input>`, with the line that a fault ends with."""

import sys
import tempfile
from pathlib import Path

from fuzz import inputs
from fuzz.campaign import Campaign
from fuzz.world import fuzzed


def replay(line: str) -> list[str]:
    """What is wrong about how a new server takes the input in this line."""
    with tempfile.TemporaryDirectory() as directory, fuzzed(Path(directory)) as target:
        campaign = Campaign(target)
        campaign.begin()
        campaign.send([inputs.read(line)], "replay")
        campaign.end()
        return campaign.faults


if __name__ == "__main__":
    faults = replay(sys.argv[1])
    sys.stdout.write("\n".join(faults or ["nothing is wrong"]) + "\n")
    sys.exit(bool(faults))
