"""Every proof there is, in the order in which they run."""

import leaks.proof
import matrix.proof
import soak.proof

from torture.proof import Proof

PROOFS: tuple[Proof, ...] = (matrix.proof.PROOF, leaks.proof.PROOF, soak.proof.PROOF)
