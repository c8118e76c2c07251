"""Runs a query over the assignments and memberships of a snapshot in DuckDB and prints its rows, a JSON list a row."""

import json
import sys

import duckdb

TABLES = {
    "account_assignments": {
        "account_id": "AccountId",
        "permission_set_arn": "PermissionSetArn",
        "principal_type": "PrincipalType",
        "principal_id": "PrincipalId",
    },
    "group_memberships": {"group_id": "GroupId", "user_id": "UserId"},
}

given = json.load(sys.stdin)
database = duckdb.connect()
for table, columns in TABLES.items():
    names = ", ".join(f"{column} VARCHAR" for column in columns)
    database.execute(f"CREATE TABLE {table} ({names})")
    rows = [[row[member] for member in columns.values()] for row in given["snapshot"][table]]
    if rows:
        places = ", ".join("?" for _ in columns)
        database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
for row in database.execute(given["sql"]).fetchall():
    print(json.dumps(row))
