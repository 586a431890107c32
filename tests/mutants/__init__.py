"""Changes the rules of the server one by one, and wants each change to be noticed by a test."""
