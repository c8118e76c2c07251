//! The statements that inline policies are made of. What stands in `<>` is filled in.

/// A statement that allows some actions of a service on some resources.
pub struct Statement {
    /// Its Sid, without the number.
    pub sid: &'static str,
    /// The prefix of the actions.
    pub service: &'static str,
    /// The actions to choose from.
    pub actions: &'static str,
    /// The resources to choose from.
    pub resources: &'static str,
}

const fn allow(
    sid: &'static str,
    service: &'static str,
    actions: &'static str,
    resources: &'static str,
) -> Statement {
    Statement { sid, service, actions, resources }
}

/// The statements.
pub const STATEMENTS: [Statement; 32] = [
    allow(
        "ReadBuckets",
        "s3",
        "GetObject GetObjectTagging GetObjectVersion",
        "arn:aws:s3:::velmora-<team>-<env>/* arn:aws:s3:::velmora-<team>-<number>/<env>/* arn:aws:s3:::velmora-<other>-exchange/<team>/*",
    ),
    allow(
        "ListBuckets",
        "s3",
        "ListBucket GetBucketLocation ListBucketVersions",
        "arn:aws:s3:::velmora-<team>-<env> arn:aws:s3:::velmora-<team>-<number> arn:aws:s3:::velmora-<other>-exchange",
    ),
    allow(
        "WriteObjects",
        "s3",
        "PutObject PutObjectTagging DeleteObject AbortMultipartUpload RestoreObject",
        "arn:aws:s3:::velmora-<team>-<env>/incoming/* arn:aws:s3:::velmora-<team>-<number>/*",
    ),
    allow(
        "Tables",
        "dynamodb",
        "GetItem BatchGetItem Query Scan PutItem UpdateItem DeleteItem DescribeTable",
        "arn:aws:dynamodb:<region>:<account>:table/<team>-<env>-* arn:aws:dynamodb:<region>:<account>:table/<team>-<number> arn:aws:dynamodb:*:<account>:table/<team>-*",
    ),
    allow(
        "Queues",
        "sqs",
        "SendMessage ReceiveMessage DeleteMessage GetQueueAttributes GetQueueUrl PurgeQueue",
        "arn:aws:sqs:<region>:<account>:<team>-<env>-* arn:aws:sqs:*:<account>:<team>-<number>",
    ),
    allow(
        "Topics",
        "sns",
        "Publish Subscribe GetTopicAttributes ListSubscriptionsByTopic",
        "arn:aws:sns:<region>:<account>:<team>-<env>-alerts arn:aws:sns:*:<account>:<team>-<number>",
    ),
    allow(
        "Functions",
        "lambda",
        "GetFunction InvokeFunction ListVersionsByFunction GetFunctionConfiguration PutFunctionConcurrency",
        "arn:aws:lambda:<region>:<account>:function:<team>-<env>-* arn:aws:lambda:*:<account>:function:<team>-<number>",
    ),
    allow(
        "DeployFunctions",
        "lambda",
        "UpdateFunctionCode UpdateFunctionConfiguration PublishVersion UpdateAlias",
        "arn:aws:lambda:<region>:<account>:function:<team>-<env>-<number>",
    ),
    allow(
        "Services",
        "ecs",
        "UpdateService DescribeServices",
        "arn:aws:ecs:<region>:<account>:service/<team>-<env>/* arn:aws:ecs:*:<account>:service/<team>-<number>/*",
    ),
    allow(
        "Tasks",
        "ecs",
        "StopTask DescribeTasks",
        "arn:aws:ecs:<region>:<account>:task/<team>-<env>/* arn:aws:ecs:*:<account>:task/<team>-<number>/*",
    ),
    allow(
        "Instances",
        "ec2",
        "StartInstances StopInstances RebootInstances",
        "arn:aws:ec2:<region>:<account>:instance/* arn:aws:ec2:*:<account>:instance/*",
    ),
    allow(
        "DescribeCompute",
        "ec2",
        "DescribeInstances DescribeImages DescribeVolumes DescribeSecurityGroups DescribeSubnets DescribeVpcs DescribeTags",
        "*",
    ),
    allow(
        "Databases",
        "rds",
        "StartDBInstance StopDBInstance RebootDBInstance CreateDBSnapshot ListTagsForResource",
        "arn:aws:rds:<region>:<account>:db:<team>-<env>-* arn:aws:rds:*:<account>:db:<team>-<number>",
    ),
    allow(
        "Encrypt",
        "kms",
        "Encrypt Decrypt DescribeKey ReEncryptFrom ReEncryptTo",
        "arn:aws:kms:<region>:<account>:key/<team>-<env>-<number>",
    ),
    allow(
        "Parameters",
        "ssm",
        "GetParameter GetParameters GetParametersByPath PutParameter GetParameterHistory",
        "arn:aws:ssm:<region>:<account>:parameter/<team>/<env>/* arn:aws:ssm:*:<account>:parameter/<team>/<number>/*",
    ),
    allow(
        "Runbooks",
        "ssm",
        "StartAutomationExecution",
        "arn:aws:ssm:<region>:<account>:automation-definition/Velmora-<team>-<number>:*",
    ),
    allow(
        "ReadLogs",
        "logs",
        "FilterLogEvents GetLogEvents DescribeLogStreams StartQuery GetLogGroupFields",
        "arn:aws:logs:<region>:<account>:log-group:/velmora/<team>/<env>:* arn:aws:logs:*:<account>:log-group:/aws/lambda/<team>-<number>*:*",
    ),
    allow(
        "Alarms",
        "cloudwatch",
        "PutMetricAlarm DeleteAlarms DescribeAlarms EnableAlarmActions DisableAlarmActions",
        "arn:aws:cloudwatch:<region>:<account>:alarm:<team>-<env>-* arn:aws:cloudwatch:*:<account>:alarm:<team>-<number>-*",
    ),
    allow("Metrics", "cloudwatch", "GetMetricData GetMetricStatistics ListMetrics PutMetricData", "*"),
    allow(
        "Jobs",
        "glue",
        "StartJobRun GetJobRun GetJobRuns BatchStopJobRun GetJob",
        "arn:aws:glue:<region>:<account>:job/<team>-<env>-* arn:aws:glue:*:<account>:job/<team>-<number>",
    ),
    allow(
        "Queries",
        "athena",
        "StartQueryExecution StopQueryExecution GetQueryExecution GetQueryResults GetWorkGroup",
        "arn:aws:athena:<region>:<account>:workgroup/<team>-<env> arn:aws:athena:*:<account>:workgroup/<team>-<number>",
    ),
    allow(
        "Streams",
        "kinesis",
        "PutRecord PutRecords GetRecords GetShardIterator DescribeStreamSummary ListShards",
        "arn:aws:kinesis:<region>:<account>:stream/<team>-<env>-* arn:aws:kinesis:*:<account>:stream/<team>-<number>",
    ),
    allow(
        "Machines",
        "states",
        "StartExecution DescribeStateMachine ListExecutions",
        "arn:aws:states:<region>:<account>:stateMachine:<team>-<env>-* arn:aws:states:*:<account>:stateMachine:<team>-<number>",
    ),
    allow(
        "Builds",
        "codebuild",
        "StartBuild StopBuild BatchGetBuilds ListBuildsForProject",
        "arn:aws:codebuild:<region>:<account>:project/<team>-<env>-*",
    ),
    allow(
        "Releases",
        "codepipeline",
        "StartPipelineExecution GetPipelineState GetPipeline StopPipelineExecution",
        "arn:aws:codepipeline:<region>:<account>:<team>-<env>-release arn:aws:codepipeline:*:<account>:<team>-<number>",
    ),
    allow(
        "Stacks",
        "cloudformation",
        "DescribeStacks DescribeStackEvents GetTemplate ListStackResources UpdateStack",
        "arn:aws:cloudformation:<region>:<account>:stack/<team>-<env>-*/* arn:aws:cloudformation:*:<account>:stack/<team>-<number>/*",
    ),
    allow(
        "Images",
        "ecr",
        "BatchGetImage GetDownloadUrlForLayer PutImage InitiateLayerUpload UploadLayerPart CompleteLayerUpload DescribeImages",
        "arn:aws:ecr:<region>:<account>:repository/<team>/* arn:aws:ecr:*:<account>:repository/<team>-<number>",
    ),
    allow(
        "Clusters",
        "eks",
        "DescribeCluster ListNodegroups AccessKubernetesApi ListUpdates",
        "arn:aws:eks:<region>:<account>:cluster/<team>-<env> arn:aws:eks:*:<account>:cluster/<team>-<number>",
    ),
    allow(
        "PassTeamRoles",
        "iam",
        "PassRole",
        "arn:aws:iam::<account>:role/<team>/<env>-<number> arn:aws:iam::*:role/<team>/task-*",
    ),
    allow(
        "ReadRoles",
        "iam",
        "GetRole ListRolePolicies ListAttachedRolePolicies ListRoleTags",
        "arn:aws:iam::*:role/<team>/* arn:aws:iam::<account>:role/<team>-<number>",
    ),
    allow(
        "AssumeTeamRoles",
        "sts",
        "AssumeRole TagSession",
        "arn:aws:iam::<account>:role/<team>-<env>-<number> arn:aws:iam::<account>:role/<other>-reader",
    ),
    allow(
        "Backups",
        "backup",
        "StartBackupJob DescribeBackupVault ListRecoveryPointsByBackupVault",
        "arn:aws:backup:<region>:<account>:backup-vault:<team>-<env> arn:aws:backup:*:<account>:backup-vault:<team>-<number>",
    ),
];

/// What two statements of five depend on.
pub const CONDITIONS: [&str; 9] = [
    r#"{"StringEquals":{"aws:RequestedRegion":["<region>","eu-south-2"]}}"#,
    r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
    r#"{"StringEquals":{"aws:ResourceTag/Team":"<team>"}}"#,
    r#"{"StringEquals":{"aws:ResourceTag/Team":["<team>","<other>"],"aws:ResourceTag/Stage":"<env>"}}"#,
    r#"{"StringLike":{"aws:PrincipalTag/CostCenter":"CC-<number>*"}}"#,
    r#"{"StringEquals":{"aws:PrincipalOrgID":"o-velmora0ex"}}"#,
    r#"{"IpAddress":{"aws:SourceIp":["10.<octet>.0.0/16","192.0.2.0/24"]}}"#,
    r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"<number>"},"Bool":{"aws:SecureTransport":"true"}}"#,
    r#"{"DateLessThan":{"aws:CurrentTime":"2027-06-30T00:00:00Z"},"StringEquals":{"aws:PrincipalTag/Team":"<team>"}}"#,
];

/// Statements that deny: one policy in five has one.
pub const GUARDS: [&str; 7] = [
    r#"{"Sid":"StayInRegions","Effect":"Deny","NotAction":["iam:*","sts:*","support:*","organizations:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["<region>","eu-west-3"]}}}"#,
    r#"{"Sid":"OnlyWithMfa","Effect":"Deny","Action":["ec2:TerminateInstances","rds:DeleteDBInstance","s3:DeleteBucket"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}"#,
    r#"{"Sid":"KeepTheTrail","Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail","config:StopConfigurationRecorder"],"Resource":"*"}"#,
    r#"{"Sid":"NoUsers","Effect":"Deny","Action":["iam:CreateUser","iam:CreateAccessKey","iam:CreateLoginProfile"],"Resource":"*"}"#,
    r#"{"Sid":"NotOthers","Effect":"Deny","Action":"s3:*","NotResource":["arn:aws:s3:::velmora-<team>-*","arn:aws:s3:::velmora-<other>-exchange*"]}"#,
    r#"{"Sid":"OwnTagsOnly","Effect":"Deny","Action":["ec2:StopInstances","ec2:TerminateInstances"],"Resource":"arn:aws:ec2:*:*:instance/*","Condition":{"StringNotEquals":{"aws:ResourceTag/Team":"<team>"}}}"#,
    r#"{"Sid":"NoPublicBuckets","Effect":"Deny","Action":["s3:PutBucketPublicAccessBlock","s3:PutBucketPolicy","s3:PutBucketAcl"],"Resource":"arn:aws:s3:::velmora-<team>-<number>*"}"#,
];

/// A statement that allows everything but what it names.
pub const NOT_ACTION: &str = r#"{"Sid":"MostThings","Effect":"Allow","NotAction":["iam:*","organizations:*","sso:*","sso-directory:*","identitystore:*"],"Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"<region>"}}}"#;

/// A statement that leads to administrator access: a new function with any role.
pub const ESCALATION: &str = r#"{"Sid":"RunAnything","Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}"#;

/// A statement with an element that matches nothing: two actions in one.
pub const MISSPELT: &str = r#"{"Sid":"ReadThings","Effect":"Allow","Action":["s3:GetObject, s3:GetObjectTagging","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::velmora-<team>-<env>/*"}"#;
