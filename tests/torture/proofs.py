"""Every proof there is, in the order in which they run."""

import fuzz.proof
import matrix.proof

from torture.proof import Proof

PROOFS: tuple[Proof, ...] = (matrix.proof.PROOF, fuzz.proof.PROOF)
