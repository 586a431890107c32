"""The programs that the service is measured against, each started as a process of its own."""
