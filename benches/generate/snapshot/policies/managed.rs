//! The AWS managed policies that sets name, each with a short document in our words: true of the policy, and far
//! from whole.

use std::collections::BTreeSet;
use std::io;

use super::super::page::{Page, quoted};

/// The one that allows everything.
pub const EVERYTHING: &str = "AdministratorAccess";

/// Those of the sets that every company has.
pub const CLASSICS: [&str; 6] = [
    EVERYTHING,
    "ReadOnlyAccess",
    "PowerUserAccess",
    "SecurityAudit",
    "job-function/ViewOnlyAccess",
    "job-function/Billing",
];

/// Those that any set may have.
pub const USUAL: [&str; 41] = [
    "AWSBillingReadOnlyAccess",
    "AWSCloudTrail_ReadOnlyAccess",
    "AWSCodeBuildDeveloperAccess",
    "AWSCodePipeline_ReadOnlyAccess",
    "AWSConfigUserAccess",
    "AWSHealthFullAccess",
    "AWSLambda_FullAccess",
    "AWSLambda_ReadOnlyAccess",
    "AWSOrganizationsReadOnlyAccess",
    "AWSSSOReadOnly",
    "AWSSecurityHubReadOnlyAccess",
    "AWSStepFunctionsReadOnlyAccess",
    "AWSSupportAccess",
    "AWSXrayReadOnlyAccess",
    "AmazonAthenaFullAccess",
    "AmazonDynamoDBFullAccess",
    "AmazonDynamoDBReadOnlyAccess",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEC2ReadOnlyAccess",
    "AmazonECS_FullAccess",
    "AmazonGuardDutyReadOnlyAccess",
    "AmazonKinesisReadOnlyAccess",
    "AmazonRDSReadOnlyAccess",
    "AmazonRoute53FullAccess",
    "AmazonRoute53ReadOnlyAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSNSFullAccess",
    "AmazonSQSFullAccess",
    "AmazonSQSReadOnlyAccess",
    "AmazonSSMReadOnlyAccess",
    "AmazonVPCReadOnlyAccess",
    "CloudWatchLogsReadOnlyAccess",
    "CloudWatchReadOnlyAccess",
    "IAMReadOnlyAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "job-function/DataScientist",
    "job-function/DatabaseAdministrator",
    "job-function/NetworkAdministrator",
    "job-function/SystemAdministrator",
];

/// Some of the actions that each allows on every resource, in the order of the ARNs.
const EXCERPTS: [(&str, &str); 46] = [
    ("AWSBillingReadOnlyAccess", "billing:Get* billing:List* ce:Describe* ce:Get* cur:Describe*"),
    (
        "AWSCloudTrail_ReadOnlyAccess",
        "cloudtrail:Describe* cloudtrail:Get* cloudtrail:List* cloudtrail:LookupEvents",
    ),
    (
        "AWSCodeBuildDeveloperAccess",
        "codebuild:BatchGet* codebuild:List* codebuild:StartBuild codebuild:StopBuild",
    ),
    (
        "AWSCodePipeline_ReadOnlyAccess",
        "codepipeline:GetPipeline codepipeline:GetPipelineState codepipeline:List*",
    ),
    ("AWSConfigUserAccess", "config:Describe* config:Get* config:List* tag:GetResources"),
    ("AWSHealthFullAccess", "health:*"),
    (
        "AWSLambda_FullAccess",
        "cloudwatch:GetMetricData lambda:* logs:DescribeLogGroups xray:GetTraceSummaries",
    ),
    ("AWSLambda_ReadOnlyAccess", "lambda:Get* lambda:List* logs:DescribeLogGroups"),
    ("AWSOrganizationsReadOnlyAccess", "organizations:Describe* organizations:List*"),
    ("AWSSSOReadOnly", "sso-directory:DescribeDirectory sso:Describe* sso:Get* sso:List*"),
    ("AWSSecurityHubReadOnlyAccess", "securityhub:Describe* securityhub:Get* securityhub:List*"),
    ("AWSStepFunctionsReadOnlyAccess", "states:Describe* states:GetExecutionHistory states:List*"),
    ("AWSSupportAccess", "support:*"),
    ("AWSXrayReadOnlyAccess", "xray:BatchGetTraces xray:GetSamplingRules xray:GetTraceSummaries"),
    (EVERYTHING, "*"),
    ("AmazonAthenaFullAccess", "athena:* glue:GetDatabase glue:GetTable glue:GetTables s3:GetBucketLocation"),
    ("AmazonDynamoDBFullAccess", "application-autoscaling:Describe* dynamodb:* kms:DescribeKey"),
    (
        "AmazonDynamoDBReadOnlyAccess",
        "dynamodb:Describe* dynamodb:GetItem dynamodb:List* dynamodb:Query dynamodb:Scan",
    ),
    (
        "AmazonEC2ContainerRegistryReadOnly",
        "ecr:BatchGetImage ecr:Describe* ecr:GetAuthorizationToken ecr:ListImages",
    ),
    ("AmazonEC2ReadOnlyAccess", "autoscaling:Describe* ec2:Describe* elasticloadbalancing:Describe*"),
    ("AmazonECS_FullAccess", "ecs:* elasticloadbalancing:Describe* logs:DescribeLogGroups"),
    ("AmazonGuardDutyReadOnlyAccess", "guardduty:Describe* guardduty:Get* guardduty:List*"),
    ("AmazonKinesisReadOnlyAccess", "kinesis:Describe* kinesis:Get* kinesis:List*"),
    ("AmazonRDSReadOnlyAccess", "cloudwatch:GetMetricData rds:Describe* rds:ListTagsForResource"),
    ("AmazonRoute53FullAccess", "elasticloadbalancing:DescribeLoadBalancers route53:* route53domains:*"),
    ("AmazonRoute53ReadOnlyAccess", "route53:Get* route53:List* route53:TestDNSAnswer"),
    ("AmazonS3FullAccess", "s3-object-lambda:* s3:*"),
    ("AmazonS3ReadOnlyAccess", "s3-object-lambda:Get* s3-object-lambda:List* s3:Describe* s3:Get* s3:List*"),
    ("AmazonSNSFullAccess", "sns:*"),
    ("AmazonSQSFullAccess", "sqs:*"),
    ("AmazonSQSReadOnlyAccess", "sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListQueues"),
    ("AmazonSSMReadOnlyAccess", "ssm:Describe* ssm:Get* ssm:List*"),
    ("AmazonVPCReadOnlyAccess", "ec2:DescribeRouteTables ec2:DescribeSubnets ec2:DescribeVpcs"),
    ("CloudWatchLogsReadOnlyAccess", "logs:Describe* logs:FilterLogEvents logs:Get* logs:StartQuery"),
    ("CloudWatchReadOnlyAccess", "cloudwatch:Describe* cloudwatch:Get* cloudwatch:List* logs:Get*"),
    ("IAMReadOnlyAccess", "iam:GenerateCredentialReport iam:Get* iam:List* iam:SimulatePrincipalPolicy"),
    ("PowerUserAccess", ""),
    (
        "ReadOnlyAccess",
        "cloudwatch:Get* dynamodb:GetItem ec2:Describe* iam:Get* iam:List* lambda:Get* lambda:List* rds:Describe* s3:Get* s3:List* sqs:Get* sqs:List*",
    ),
    (
        "SecurityAudit",
        "cloudtrail:DescribeTrails config:Describe* ec2:Describe* iam:GenerateCredentialReport iam:Get* iam:List* kms:List* s3:GetBucketPolicy s3:ListAllMyBuckets",
    ),
    ("job-function/Billing", "aws-portal:*Billing budgets:ModifyBudget budgets:ViewBudget ce:* cur:*"),
    (
        "job-function/DataScientist",
        "athena:* cloudwatch:PutMetricData sagemaker:* s3:GetObject s3:ListBucket",
    ),
    (
        "job-function/DatabaseAdministrator",
        "cloudwatch:PutMetricAlarm dynamodb:* elasticache:* rds:* redshift:*",
    ),
    (
        "job-function/NetworkAdministrator",
        "directconnect:* ec2:CreateRoute ec2:CreateVpc ec2:Describe* elasticloadbalancing:* route53:*",
    ),
    ("job-function/SupportUser", "support:* trustedadvisor:Describe*"),
    (
        "job-function/SystemAdministrator",
        "cloudtrail:* cloudwatch:* config:* ec2:Describe* ec2:RebootInstances ssm:*",
    ),
    (
        "job-function/ViewOnlyAccess",
        "cloudwatch:ListMetrics ec2:DescribeInstances iam:ListUsers lambda:ListFunctions rds:DescribeDBInstances s3:ListAllMyBuckets",
    ),
];

/// The ARN of a policy.
pub fn arn(name: &str) -> String {
    format!("arn:aws:iam::aws:policy/{name}")
}

/// The name without its path.
pub fn name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn document(name: &str, actions: &str) -> String {
    if name == "PowerUserAccess" {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\
                \"organizations:*\",\"account:*\"],\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":[\
                \"iam:CreateServiceLinkedRole\",\"iam:DeleteServiceLinkedRole\",\"iam:ListRoles\",\
                \"organizations:DescribeOrganization\",\"account:ListRegions\"],\"Resource\":\"*\"}]}"
            .to_owned();
    }
    let actions: Vec<String> = actions.split(' ').map(|action| format!("\"{action}\"")).collect();
    let actions = match actions.as_slice() {
        [action] => action.clone(),
        several => format!("[{}]", several.join(",")),
    };
    format!(
        "{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":{actions},\"Resource\":\"*\"}}]}}"
    )
}

/// Writes the documents of the policies that are named.
pub fn write(page: &mut Page, named: &BTreeSet<&str>) -> io::Result<()> {
    page.list("managed_policies", |page| {
        for (name, actions) in EXCERPTS.iter().filter(|(name, _)| named.contains(name)) {
            page.record(&[
                "{\"Arn\":\"",
                &arn(name),
                "\",\"DefaultVersionId\":\"v",
                &(1 + name.len() % 9).to_string(),
                "\",\"UpdateDate\":\"2025-11-04T16:20:00Z\",\"Document\":",
                &quoted(&document(name, actions)),
                "}",
            ])?;
        }
        Ok(())
    })
}
