"""What the policies of the samples say: of AWS's own a short excerpt in our words, of the companies' a few statements.

The excerpts are true of the policies and far from whole, so nothing else should be concluded from them.
"""

from companies import allow, document

EVERYTHING = document({"Effect": "Allow", "Action": "*", "Resource": "*"})
POWER_USER = document(
    {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"},
    allow("iam:CreateServiceLinkedRole iam:ListRoles organizations:DescribeOrganization", "*"))
EXCERPTS = {  # the last part of the policy's name: some of the actions that it allows
    "AWSBackupFullAccess": "backup:* backup-storage:*",
    "AWSBillingReadOnlyAccess": "billing:Get* billing:List* ce:Get* cur:Describe*",
    "AWSCloudTrail_ReadOnlyAccess": "cloudtrail:Get* cloudtrail:Describe* cloudtrail:List* cloudtrail:LookupEvents",
    "AWSCodePipeline_ReadOnlyAccess": "codepipeline:GetPipeline codepipeline:GetPipelineState codepipeline:ListPipelines",
    "AWSGlueConsoleFullAccess": "glue:* s3:ListBucket s3:GetObject",
    "AWSLambda_ReadOnlyAccess": "lambda:Get* lambda:List*",
    "AWSOrganizationsReadOnlyAccess": "organizations:Describe* organizations:List*",
    "AWSSSODirectoryAdministrator": "sso-directory:* identitystore:* sso:ListDirectoryAssociations",
    "AWSSSOReadOnly": "sso:Describe* sso:Get* sso:List*",
    "AWSSecurityHubReadOnlyAccess": "securityhub:Get* securityhub:List* securityhub:Describe*",
    "AWSXrayReadOnlyAccess": "xray:BatchGetTraces xray:GetTraceSummaries",
    "AmazonAthenaFullAccess": "athena:* glue:GetTable glue:GetTables",
    "AmazonDynamoDBReadOnlyAccess": "dynamodb:DescribeTable dynamodb:GetItem dynamodb:Query dynamodb:Scan",
    "AmazonEC2ReadOnlyAccess": "ec2:Describe* elasticloadbalancing:Describe*",
    "AmazonGuardDutyReadOnlyAccess": "guardduty:Get* guardduty:List*",
    "AmazonKinesisReadOnlyAccess": "kinesis:Get* kinesis:List* kinesis:Describe*",
    "AmazonRDSReadOnlyAccess": "rds:Describe* rds:ListTagsForResource",
    "AmazonRoute53FullAccess": "route53:* route53domains:*",
    "AmazonS3ReadOnlyAccess": "s3:Get* s3:List*",
    "AmazonSQSReadOnlyAccess": "sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListQueues",
    "AmazonSSMReadOnlyAccess": "ssm:Describe* ssm:Get* ssm:List*",
    "AmazonSageMakerReadOnly": "sagemaker:Describe* sagemaker:List*",
    "AmazonVPCReadOnlyAccess": "ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeRouteTables",
    "Billing": "aws-portal:*Billing budgets:ViewBudget ce:Get*",
    "CloudWatchLogsReadOnlyAccess": "logs:Describe* logs:Get* logs:FilterLogEvents",
    "CloudWatchReadOnlyAccess": "cloudwatch:Get* cloudwatch:List* cloudwatch:Describe*",
    "ComputeOptimizerReadOnlyAccess": "compute-optimizer:GetEnrollmentStatus compute-optimizer:GetRecommendationSummaries",
    "DataScientist": "sagemaker:* s3:GetObject cloudwatch:PutMetricData",
    "DatabaseAdministrator": "rds:* dynamodb:* cloudwatch:PutMetricAlarm",
    "IAMReadOnlyAccess": "iam:Get* iam:List* iam:SimulatePrincipalPolicy",
    "NetworkAdministrator": "ec2:CreateVpc ec2:CreateRoute ec2:DescribeVpcs route53:*",
    "ReadOnlyAccess": "ec2:Describe* s3:Get* s3:List* iam:Get* iam:List*",
    "SecurityAudit": "iam:GetAccountAuthorizationDetails cloudtrail:DescribeTrails config:Describe* s3:GetBucketPolicy",
    "SupportUser": "support:* trustedadvisor:Describe*",
    "SystemAdministrator": "cloudwatch:* config:* ec2:Describe* ssm:*",
    "ViewOnlyAccess": "ec2:DescribeInstances s3:ListAllMyBuckets iam:ListUsers",
}


OWN = {  # what the company wrote and its names do not tell
    "/boundaries/NorthwindPipeline": EVERYTHING,  # until somebody knows what a pipeline needs
    "/guardrails/GuardrailEditor": document(
        allow("iam:CreatePolicyVersion iam:DeletePolicyVersion iam:SetDefaultPolicyVersion",
              "arn:aws:iam::*:policy/guardrails/*")),
    "/guardrails/EditorBoundary": document(
        allow("iam:Get* iam:List* iam:SimulatePrincipalPolicy", "*"),
        allow("iam:CreatePolicyVersion iam:DeletePolicyVersion iam:SetDefaultPolicyVersion",
              "arn:aws:iam::*:policy/guardrails/*")),
}


def of_aws(arn):
    name = arn.rsplit("/", 1)[-1]
    if name in ("AdministratorAccess", "PowerUserAccess"):
        return EVERYTHING if name == "AdministratorAccess" else POWER_USER
    return document(allow(EXCERPTS[name], "*"))


def of_company(path, name):
    """A boundary leaves out what would lift it; another policy is about its own service."""
    if path + name in OWN:
        return OWN[path + name]
    if path == "/boundaries/" or name.endswith("Boundary"):
        return document(
            {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "sso:*"], "Resource": "*"},
            allow("iam:Get* iam:List*", "*"))
    return document(allow("ssm:StartAutomationExecution ssm:GetAutomationExecution",
                          f"arn:aws:ssm:*:*:automation-definition/{name}:*"))
