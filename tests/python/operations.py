"""Prints the read operations of sso-admin that botocore knows, one a line."""

import botocore.session

READS = ("List", "Describe", "Get", "Batch", "Search")

model = botocore.session.get_session().get_service_model("sso-admin")
print("\n".join(sorted(name for name in model.operation_names if name.startswith(READS))))
