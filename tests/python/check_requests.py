"""Validates recorded requests (JSON lines of service, operation, params on stdin) against botocore's models."""

import json
import sys

import botocore.session
from botocore.validate import ParamValidator

from shapes import patterns

session = botocore.session.get_session()
problems, checked = [], 0


def typed(value, shape):
    """A form has only texts; a number or a truth among them is one."""
    if isinstance(value, str) and shape.type_name in ("integer", "boolean"):
        return json.loads(value)
    return value


for line in sys.stdin:
    request = json.loads(line)
    model = session.get_service_model(request["service"]).operation_model(request["operation"])
    params, checked = request["params"], checked + 1
    shape = model.input_shape
    if shape is None:
        if params:
            problems.append(f"{model.name}: takes no parameters, got {params}")
        continue
    if model.service_model.protocol == "query":
        params = {name: typed(value, shape.members[name]) for name, value in params.items() if name in shape.members}
    report = ParamValidator().validate(params, shape)
    if report.has_errors():
        problems.append(f"{model.name}: {report.generate_report()}")
    problems.extend(patterns(params, shape, model.name))

if problems:
    sys.exit("\n".join(sorted(set(problems))))
print(checked)
