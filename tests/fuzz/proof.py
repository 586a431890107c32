"""A million inputs that nobody should send."""

import time

from fuzz.attacks import ATTACKS
from fuzz.campaign import Campaign
from fuzz.world import fuzzed
from support import databases
from torture.proof import Proof, Result, Task

WHOLE = 1_000_000
BATCHES = {"values": 1000, "messages": 4000, "metadata": 800, "streams": 320, "connections": 160}
"""The inputs of each family in a round."""
_FORCES = (1, 1, 2, 4)
_TOO_MANY = 20


def run(task: Task) -> Result:
    """Sends inputs of every family, and makes an attack, in rounds."""
    with fuzzed(task.directory) as target:
        campaign = Campaign(target)
        began = time.monotonic()
        _warm_up(campaign, task.seed)
        done = round_ = 0
        attacks = tuple(ATTACKS)
        while done < task.size and len(campaign.faults) < _TOO_MANY and target.lives:
            for family, most in BATCHES.items():
                count = min(most, task.size - done)
                campaign.fuzz(task.seed, family, round_ * most, count)
                done += count
                task.advance(count)
            force = _FORCES[round_ // len(attacks) % len(_FORCES)]
            campaign.attack(attacks[round_ % len(attacks)], force)
            round_ += 1
        campaign.end()
        figures = campaign.figures | {"inputs a second": round(done / (time.monotonic() - began))}
        return Result(done, figures, campaign.faults)


def _warm_up(campaign: Campaign, seed: int) -> None:
    """Everything once in small, on inputs of another seed: what a server needs, it has then."""
    for family in BATCHES:
        campaign.fuzz(-seed - 1, family, 0, 300)
    for attack in ATTACKS:
        campaign.attack(attack, 1)
    campaign.begin()


PROOF = Proof(
    name="fuzz",
    claim="Whatever bytes are sent, as messages, as metadata, as frames or as none of these, the "
    "server lives, serves others, answers as it says it does, and keeps nothing of it.",
    units="inputs",
    whole=WHOLE,
    engines=(databases.SQLITE,),
    run=run,
)
