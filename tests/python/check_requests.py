"""Validates recorded requests (JSON lines of service, operation, params on stdin) against botocore's models."""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

session = botocore.session.get_session()
problems, checked = [], 0


def patterns(value, shape, where):
    """ParamValidator does not look at patterns, enums and the greatest number; AWS does."""
    if shape.type_name == "structure":
        for name, member in value.items():
            if name in shape.members:
                yield from patterns(member, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from patterns(item, shape.member, where)
    elif shape.type_name == "string":
        rules = shape.metadata
        if "enum" in rules and value not in rules["enum"]:
            yield f"{where}: {value!r} is not one of {rules['enum']}"
        # Java's \p{...} classes are not Python's; the shapes that have them are free text.
        if "pattern" in rules and "\\p{" not in rules["pattern"] and not re.search(rules["pattern"], value):
            yield f"{where}: {value!r} does not match {rules['pattern']}"
    elif shape.type_name == "integer" and value > shape.metadata.get("max", value):
        yield f"{where}: {value} is over {shape.metadata['max']}"


for line in sys.stdin:
    request = json.loads(line)
    model = session.get_service_model(request["service"]).operation_model(request["operation"])
    params, checked = request["params"], checked + 1
    shape = model.input_shape
    report = ParamValidator().validate(params, shape)
    if report.has_errors():
        problems.append(f"{model.name}: {report.generate_report()}")
    problems.extend(patterns(params, shape, model.name))

if problems:
    sys.exit("\n".join(sorted(set(problems))))
print(checked)
