"""Calls that race on several servers: one wins where one may, and what is taken away is gone."""
