"""The long proofs: each searches a large space for one kind of fault, for as long as it is told."""
