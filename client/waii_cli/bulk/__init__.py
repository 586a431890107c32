"""Everything at once: `waii import` and `waii export`."""
