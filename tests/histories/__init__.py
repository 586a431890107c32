"""What clients saw who called at the same time: whether the calls could have come one by one."""
