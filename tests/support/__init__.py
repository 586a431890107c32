"""What the tests share; on the path as `support`."""
