"""The drifted pairs and the sets without a boundary or without tags, asked of another tool: outside.py TOOL FILE.

Each tool is asked twice: as one would (it finds the types of the whole file out by itself), and `-typed`, with the
types of the two lists that are asked about, so that it can pass over all others.
"""

import os
import sys

CURRENT = "LATEST_PERMISSION_SET_PROVISIONED"


def ask_duckdb(path, columns=None):
    import duckdb

    database = duckdb.connect()
    # It takes no object that is larger than it was told to expect, and the whole file is one.
    options = {"maximum_object_size": min(os.path.getsize(path) + 1, 2**32 - 1)}
    if columns:
        options["columns"] = columns
    given = "".join(f", {name} = {value}" for name, value in options.items())
    database.execute(
        "CREATE TABLE snapshot AS "
        f"SELECT permission_set_provisioning, permission_sets FROM read_json($path{given})",
        {"path": path},
    )
    pairs = "(SELECT unnest(permission_set_provisioning) AS pair FROM snapshot)"
    sets = "(SELECT unnest(permission_sets) AS one FROM snapshot)"
    for question in (
        f"SELECT pair.PermissionSetArn, pair.AccountId FROM {pairs} WHERE pair.ProvisioningStatus <> '{CURRENT}'",
        f"SELECT one.PermissionSetArn FROM {sets} WHERE one.PermissionsBoundary IS NULL",
        f"SELECT one.PermissionSetArn FROM {sets} WHERE len(one.Tags) = 0",
    ):
        print(len(database.execute(question).fetchall()))


def ask_duckdb_typed(path):
    tag, boundary = "STRUCT(Key VARCHAR, Value VARCHAR)", "STRUCT(ManagedPolicyArn VARCHAR)"
    sets = f"STRUCT(PermissionSetArn VARCHAR, Tags {tag}[], PermissionsBoundary {boundary})[]"
    pairs = "STRUCT(PermissionSetArn VARCHAR, AccountId VARCHAR, ProvisioningStatus VARCHAR)[]"
    ask_duckdb(path, {"permission_sets": sets, "permission_set_provisioning": pairs})


def ask_polars(path, schema=None):
    import polars

    snapshot = polars.read_json(path, schema=schema)
    pairs, sets = (
        snapshot.select(polars.col(name).explode()).unnest(name)
        for name in ("permission_set_provisioning", "permission_sets")
    )
    print(pairs.filter(polars.col("ProvisioningStatus") != CURRENT).select("PermissionSetArn", "AccountId").height)
    print(sets.filter(polars.col("PermissionsBoundary").is_null()).select("PermissionSetArn").height)
    print(sets.filter(polars.col("Tags").list.len() == 0).select("PermissionSetArn").height)


def ask_polars_typed(path):
    from polars import List, String, Struct

    tags, boundary = List(Struct({"Key": String, "Value": String})), Struct({"ManagedPolicyArn": String})
    sets = {"PermissionSetArn": String, "Tags": tags, "PermissionsBoundary": boundary}
    pairs = {"PermissionSetArn": String, "AccountId": String, "ProvisioningStatus": String}
    ask_polars(path, {"permission_sets": List(Struct(sets)), "permission_set_provisioning": List(Struct(pairs))})


ASK = {
    "duckdb": ask_duckdb,
    "duckdb-typed": ask_duckdb_typed,
    "polars": ask_polars,
    "polars-typed": ask_polars_typed,
}

if __name__ == "__main__":
    ASK[sys.argv[1]](sys.argv[2])
