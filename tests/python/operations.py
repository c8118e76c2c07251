"""Prints the read operations of sso-admin that botocore knows, one a line.

With --newer: installs the newest botocore into a temporary directory, and prints what its models have and those of
this botocore lack: read operations of sso-admin, and members of the requests and answers of what collect calls.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import botocore.session

READS = ("List", "Describe", "Get", "Batch", "Search")
POLICY = pathlib.Path(__file__).parents[2] / "src/collect/permissions.json"
SERVICES = {"sso": "sso-admin"}


def reads():
    model = botocore.session.get_session().get_service_model("sso-admin")
    return sorted(name for name in model.operation_names if name.startswith(READS))


def called():
    """Service and operation of each action in collect's own policy."""
    actions = json.loads(POLICY.read_text())["Statement"][0]["Action"]
    for action in actions:
        prefix, operation = action.split(":")
        yield SERVICES.get(prefix, prefix), operation


def members(shape, where, above=()):
    """Each member at any depth, as a path. A shape that holds itself is followed once."""
    if shape is None or shape.name in above:
        return
    above = (*above, shape.name)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield f"{where}.{name}"
            yield from members(member, f"{where}.{name}", above)
    elif shape.type_name == "list":
        yield from members(shape.member, f"{where}[]", above)
    elif shape.type_name == "map":
        yield from members(shape.value, f"{where}{{}}", above)


def facts():
    """What the models of this botocore have, one fact a line."""
    session = botocore.session.get_session()
    found = {f"sso-admin {name}" for name in reads()}
    services = session.get_available_services()
    models = {service: session.get_service_model(service) for service, _ in called() if service in services}
    for service, operation in called():
        if service in models and operation in models[service].operation_names:
            shapes = models[service].operation_model(operation)
            found.update(members(shapes.input_shape, f"{service} {operation} request"))
            found.update(members(shapes.output_shape, f"{service} {operation} answer"))
    return found


def newer():
    """What the newest botocore adds to this one."""
    with tempfile.TemporaryDirectory() as place:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", place, "botocore"], check=True)
        again = [sys.executable, __file__, "--facts"]
        env = {**os.environ, "PYTHONPATH": place, "PYTHONDONTWRITEBYTECODE": "1"}
        told = subprocess.run(again, env=env, check=True, capture_output=True, text=True).stdout.splitlines()
    version, *newest = told
    yield f"# botocore {version} against {botocore.__version__}"
    yield from sorted(set(newest) - facts())


if sys.argv[1:] == ["--newer"]:
    print("\n".join(newer()))
elif sys.argv[1:] == ["--facts"]:
    print("\n".join([botocore.__version__, *sorted(facts())]))
else:
    print("\n".join(reads()))
