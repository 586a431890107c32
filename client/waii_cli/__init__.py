"""`waii`: the Waii user service on the command line, for admins and scripts.

It stands on `waii_client`. A module for each noun holds its commands: `waii user create` is
`waii_cli.users.create`. `app` puts them together; `command` says how one runs.
"""
