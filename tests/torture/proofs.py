"""Every proof there is, in the order in which they run."""

import matrix.proof
import mutants.proof

from torture.proof import Proof

PROOFS: tuple[Proof, ...] = (matrix.proof.PROOF, mutants.proof.PROOF)
