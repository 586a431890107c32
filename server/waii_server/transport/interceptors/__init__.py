"""What every call passes through, one file a concern; `chain` holds the order."""
