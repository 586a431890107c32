"""Every proof there is, in the order in which they run."""

import crash.proof
import fuzz.proof
import histories.proof
import leaks.proof
import matrix.proof
import races.proof
import soak.proof
import stateful.proof

from torture.proof import Proof

PROOFS: tuple[Proof, ...] = (
    matrix.proof.PROOF,
    stateful.proof.PROOF,
    histories.proof.PROOF,
    races.proof.PROOF,
    fuzz.proof.PROOF,
    leaks.proof.PROOF,
    crash.proof.PROOF,
    soak.proof.PROOF,
)
