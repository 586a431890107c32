"""Every proof there is, in the order in which they run."""

import matrix.proof
import stateful.proof

from torture.proof import Proof

PROOFS: tuple[Proof, ...] = (matrix.proof.PROOF, stateful.proof.PROOF)
