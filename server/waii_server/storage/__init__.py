"""Everything that knows the database: tables, queries, transactions, migrations."""
