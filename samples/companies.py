"""The invented companies of the samples, as tables of text with `|` between the cells.

sets      name | hours | owner cost-centre environment (`.` for a tag that is missing, `-` for no tags at all)
          | policies | boundary | inline policy | description
          A policy that begins with `/` is a customer managed one; others are AWS's. `-` is none.
groups    name | members | description; members are departments, `department/n` for its first n, or persons
grants    group, or @person | sets | where: units, accounts, or `*` for all but those in the unit Suspended
people    department | title | names
accounts  path of the unit | accounts
"""

import json
from dataclasses import dataclass


def rows(text):
    """The cells of each line that is not blank."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]


@dataclass
class Company:
    name: str
    region: str
    instance: str
    store: str
    organization: str
    root: str
    management: str
    caller: str
    accounts: str
    people: str
    groups: str
    sets: str
    grants: str
    synced: bool = False

    @property
    def domain(self):
        return f"{self.name}.example.com"


def document(*statements, indent=None):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=indent)


def allow(actions, *resources, effect="Allow", **condition):
    statement = {"Effect": effect, "Action": actions.split(), "Resource": list(resources)}
    return statement | ({"Condition": condition} if condition else {})


INLINE = {
    "lake-read": document(
        allow("s3:GetObject s3:ListBucket", "arn:aws:s3:::northwind-lake", "arn:aws:s3:::northwind-lake/curated/*"),
    ),
    "lake-write": document(
        allow("s3:GetObject s3:PutObject s3:ListBucket", "arn:aws:s3:::northwind-lake", "arn:aws:s3:::northwind-lake/*"),
        allow("glue:StartJobRun glue:GetJobRun glue:BatchStopJobRun", "arn:aws:glue:*:*:job/northwind-*"),
        indent=2,
    ),
    "log-read": document(  # the blank is a slip of the pen, which AWS took
        allow("logs:StartQuery logs:GetQueryResults", "arn:aws:logs:*:*:log-group:/northwind/*"),
        {"Effect": "Allow", "Action": "logs: FilterLogEvents", "Resource": "arn:aws:logs:*:*:log-group:/northwind/*"},
    ),
    "not-the-bill": document(
        {"Effect": "Allow", "NotAction": ["billing:*", "iam:*", "organizations:*", "sso:*"], "Resource": "*"},
    ),
    "pipeline": document(
        allow("lambda:CreateFunction lambda:UpdateFunctionCode lambda:InvokeFunction iam:PassRole", "*"),
    ),
    "database-logs": document(  # one database after the other
        allow("rds:DescribeDBLogFiles rds:DownloadDBLogFilePortion", *(
            f"arn:aws:rds:us-east-1:*:db:{team}-{stage}-{number:02}" for team in ("orders", "storefront", "warehouse")
            for stage in ("dev", "staging") for number in range(1, 34))),
    ),
    "isolate": document(
        allow("ec2:CreateSnapshot ec2:ModifyInstanceAttribute", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*"),
        indent=4,
    ),
    "no-card-data": document(
        allow("s3:GetObject", "arn:aws:s3:::northwind-card-vault/*", effect="Deny"),
        allow("ecs:UpdateService ecs:DescribeServices", "arn:aws:ecs:*:*:service/payments/*",
              StringEquals={"aws:ResourceTag/Team": "payments"}),
    ),
    "deploy": document(
        allow("codepipeline:StartPipelineExecution codepipeline:GetPipelineState", "arn:aws:codepipeline:*:*:*-release"),
        indent=2,
    ),
    "cases": document(allow("support:CreateCase support:AddCommunicationToCase support:DescribeCases", "*")),
    "restart": document(
        allow("ecs:UpdateService ecs:StopTask", "arn:aws:ecs:*:*:service/*", "arn:aws:ecs:*:*:task/*",
              Bool={"aws:MultiFactorAuthPresent": "true"}),
    ),
    "clinic-read": document(allow("s3:GetObject s3:ListBucket", "arn:aws:s3:::adatum-reports", "arn:aws:s3:::adatum-reports/*")),
}


CLEAN = Company(
    name="adatum",
    region="eu-west-1",
    instance="ssoins-6804a9b8c7d6e5f4",
    store="d-936709f3a1",
    organization="o-a1d2a3t4u5",
    root="r-ad7m",
    management="adatum-management",
    caller="security",
    accounts="""
                  | adatum-management
    Core          | security, shared-services
    Workloads/Prod| clinic-prod
    Workloads/Test| clinic-test
    Sandbox       | sandbox
    """,
    people="""
    platform | Platform Engineer | Ines Moreau, Karl Lindqvist, Priya Nair
    security | Security Engineer | Tom Hardwick, Yuki Tanaka
    clinic   | Software Engineer | Ada Okonkwo, Bruno Keller, Chloe Dubois, Dmitri Volkov, Elif Kaya
    finance  | Accountant        | Fergus Boyle, Greta Holm
    """,
    groups="""
    Platform  | platform                   | Runs the landing zone
    Security  | security                   | Reviews everything, changes nothing
    Clinic    | clinic                     | Builds the clinic application
    Clinic-Op | clinic/2 ines.moreau       | Keeps the clinic application running
    Finance   | finance                    | Looks after the bill
    """,
    sets="""
    PlatformOperator | 8 | platform 100 prod    | AmazonSSMReadOnlyAccess                  | /boundaries/AdatumOperator  | -           | Operates the shared accounts
    SecurityAudit    | 8 | security 100 prod    | SecurityAudit                            | SecurityAudit               | -           | Reads the configuration of every account
    ClinicDeveloper  | 8 | clinic 200 nonprod   | AWSLambda_ReadOnlyAccess, /adatum/Deploy | /boundaries/AdatumDeveloper | -           | Develops in the test account
    ClinicOperator   | 4 | clinic 200 prod      | CloudWatchReadOnlyAccess                 | /boundaries/AdatumOperator  | clinic-read | Watches production
    BillReader       | 1 | finance 300 prod     | AWSBillingReadOnlyAccess                 | AWSBillingReadOnlyAccess    | -           | Reads the bill
    SandboxUser      | 4 | platform 100 sandbox | job-function/ViewOnlyAccess              | /boundaries/AdatumDeveloper | -           | Tries things out
    """,
    grants="""
    Platform  | PlatformOperator | Core
    Security  | SecurityAudit    | *
    Clinic    | ClinicDeveloper  | clinic-test
    Clinic    | SandboxUser      | sandbox
    Platform  | SandboxUser      | sandbox
    Clinic-Op | ClinicOperator   | Workloads
    Finance   | BillReader       | adatum-management
    """,
)


NORTHWIND = Company(
    name="northwind",
    region="us-east-1",
    instance="ssoins-7223a1b2c3d4e5f6",
    store="d-90670e1b2c",
    organization="o-n0rthw1nd7",
    root="r-nw7t",
    management="northwind-management",
    caller="security-tooling",
    synced=True,
    accounts="""
                       | northwind-management
    Security           | security-tooling, log-archive, forensics
    Infrastructure     | network, shared-services, identity, backup
    Workloads/Prod     | storefront-prod, orders-prod, warehouse-prod, data-lake-prod, erp-prod, mobile-prod
    Workloads/Prod/PCI | payments-prod
    Workloads/NonProd  | storefront-dev, storefront-staging, orders-dev, orders-staging, warehouse-dev, payments-staging, data-lake-dev, erp-test, mobile-dev
    Sandbox            | sandbox-platform, sandbox-data, sandbox-ml, sandbox-training
    Deployments        | policy-staging
    Suspended          | legacy-intranet, fourth-coffee-import, old-loyalty
    """,
    people="""
    platform    | Cloud Engineer       | Ana Silva, Ben Okafor, Carla Jensen, Devon Price, Emre Yilmaz, Freya Nilsen, Gustavo Lima, Hana Kim, Idris Bello, Julia Weber
    security    | Security Engineer    | Katya Petrova, Liam Byrne, Mei Lin Chen, Nadia Haddad, Owen Clarke, Paula Ruiz, Quentin Leroy, Rosa Marino, Sven Larsson
    network     | Network Engineer     | Ingrid Solberg, Tariq Aziz, Uma Patel, Viktor Horvat, Wendy Zhao, Xavier Roche, Yara Nasser
    storefront  | Software Engineer    | Zoë Müller, Aaron Blake, Beatriz Costa, Callum Reid, Dana Levi, Elena Popescu, Felix Braun, Grace Mwangi, Hugo Martin, Isla Murray, Jonas Vogel, Keiko Sato, Leo Fischer
    orders      | Software Engineer    | Maya Singh, Niamh O'Sullivan, Oscar Lund, Petra Novotna, Rafael Souza, Sara Ahmed, Theo Janssen, Ursula Graf, Vera Ivanova, Will Turner
    warehouse   | Logistics Engineer   | Amir Rahimi, Bianca Rossi, Cedric Petit, Dorota Wilk, Erik Dahl, Fatima Zahra, George Papas, Helena Costa, Ivan Dragic, Jana Kucera, Kofi Mensah
    payments    | Payments Engineer    | Laura Conti, Milan Babic, Nora Eide, Otto Brandt, Pia Virtanen, Ravi Kumar, Simone Greco, Tess van Dijk
    mobile      | App Developer        | Ugo Ferrari, Vanessa Cruz, Wael Mansour, Xenia Fuchs, Yann Morel, Zara Khan, Adil Benali, Bridget Shaw
    data        | Data Engineer        | José Peña, Camille Roux, Dario Esposito, Eva Kovacs, Farid Karimi, Gemma Hughes, Henrik Strand, Irina Sokolova, Jin Park, Kamal Hassan, Lena Schmidt, Marco Bianchi, Noor Malik
    erp         | ERP Specialist       | Olga Nowak, Pedro Alves, Rita Mendes, Stefan Kraus, Tanja Berg, Umberto Galli, Violet Stone
    finance     | Financial Analyst    | Gareth Pugh, Alice Monroe, Bernard Weiss, Claire Dumont, Derek Hale, Edith Palmer, Frank Doyle, Gloria Vega, Harold Finch, Irene Adler
    support     | Support Specialist   | Joan Parker, Kevin Walsh, Lucy Grant, Mallory Webb, Ned Foster, Olivia Dean, Patrick Lowe, Rachel Boyd, Sean Flynn, Tina Marsh
    contractors | Contractor           | Marek Novak, Tobias Lind, Ulrich Maas, Valerie Simon, Walter Kopp, Xiomara Diaz, Yusuf Demir, Zofia Krol
    leavers     | Former Employee      | Boris Anton, Celia Frost
    sales       | Account Manager      | Diego Ramos, Erica Bloom, Fabian Koch, Gina Torres
    """,
    groups="""
    AWS-Administrators        | platform/3                              | Full administrators of the organization
    AWS-BreakGlass            | platform/2 security/1                   | Emergency access; every use is reviewed
    AWS-Platform-Engineers    | platform                                | Landing zone and shared services
    AWS-Security-Auditors     | security                                | Read the configuration of every account
    AWS-Security-Responders   | security/4                              | First responders of the security team
    AWS-Network-Admins        | network/4                               | Transit gateway, DNS and firewalls
    AWS-Network-Viewers       | network platform/2                      |
    AWS-Storefront-Developers | storefront                              | The shop's web application
    AWS-Storefront-Leads      | storefront/3                            |
    AWS-Orders-Developers     | orders                                  | Order intake and invoicing
    AWS-Orders-Leads          | orders/2                                |
    AWS-Warehouse-Developers  | warehouse                               | Stock and shipping
    AWS-Warehouse-Operators   | warehouse/5                             | On duty while lorries are loaded
    AWS-Payments-Developers   | payments                                | Cardholder data environment, outside production
    AWS-Payments-Operators    | payments/3                              | Cardholder data environment, production
    AWS-Mobile-Developers     | mobile                                  | The phone application
    AWS-Data-Engineers        | data                                    | Pipelines of the data lake
    AWS-Data-Scientists       | data/5                                  | Models and forecasts
    AWS "Data, Analytics" Readers | finance/4 sales                     | Reads curated data; "finance, sales"
    AWS-ERP-Admins            | erp                                     | The ERP landscape
    AWS-ERP-Consultants       | contractors/4                           | External consultants of the ERP
    AWS-Finance-Billing       | alice.monroe bernard.weiss claire.dumont | The cloud bill
    AWS-Finance-Controllers   | alice.monroe derek.hale                 | Monthly close
    AWS-Database-Admins       | data/2 erp/2 orders/1                   | Databases in production
    AWS-Backup-Operators      | platform/4 erp/1                        | Backup and restore
    AWS-Support-Desk          | support                                 | Customers' first contact
    AWS-Support-Leads         | support/2                               |
    AWS-Release-Managers      | storefront/1 orders/1 warehouse/1 payments/1 mobile/1 | Start releases
    AWS-Sandbox-Users         | storefront orders warehouse mobile data | Anyone who wants to try something
    AWS-Loyalty-Team          | rafael.souza gina.torres                | The loyalty programme, winding down
    AWS-Hackathon-2026        | mobile/2 storefront/4 jin.park          | Spring hackathon
    AWS-Legacy-Contractors    |                                         | Contractors before 2024
    AWS-External-Auditors     |                                         | Filled for the time of an audit
    All-Employees             | platform security network storefront orders warehouse payments mobile data erp finance support sales leavers | Everybody, for the portal's applications
    """,
    sets="""
    AdministratorAccess    | 1  | platform 1100 prod    | AdministratorAccess                                   | -                             | -            | Full access to an account
    @breakglass            | 1  | security 1200 prod    | AdministratorAccess                                   | -                             | -            | Emergency access, alarmed
    PlatformEngineer       | 8  | platform 1100 prod    | PowerUserAccess, IAMReadOnlyAccess                    | /boundaries/NorthwindEngineer | -            | Builds the landing zone
    PlatformReadOnly       | 8  | platform 1100 prod    | ReadOnlyAccess                                        | ReadOnlyAccess                | -            | Reads the landing zone
    OrganizationViewer     | 4  | platform 1100 prod    | AWSOrganizationsReadOnlyAccess, AWSSSOReadOnly        | ReadOnlyAccess                | -            | Reads the organization and its access
    SecurityAudit          | 8  | security 1200 prod    | SecurityAudit                                         | SecurityAudit                 | -            | Reads the configuration of every account
    SecurityResponder      | 4  | security 1200 prod    | SecurityAudit, /security/ResponderActions             | /boundaries/NorthwindSecurity | isolate      | Isolates and preserves
    ForensicsAnalyst       | 8  | security . prod       | ReadOnlyAccess                                        | /boundaries/NorthwindSecurity | -            | Examines preserved evidence
    GuardDutyViewer        | 8  | security . prod       | AmazonGuardDutyReadOnlyAccess                         | SecurityAudit                 | -            | Reads GuardDuty
    NetworkAdministrator   | 4  | network 1300 prod     | job-function/NetworkAdministrator                     | /boundaries/NorthwindNetwork  | -            | Runs the network
    NetworkViewer          | 8  | network 1300 prod     | AmazonVPCReadOnlyAccess, AmazonEC2ReadOnlyAccess      | ReadOnlyAccess                | -            | Reads the network
    DnsOperator            | 4  | network 1300 prod     | AmazonRoute53FullAccess                               | /boundaries/NorthwindNetwork  | -            | Public and private zones
    StorefrontDeveloper    | 8  | storefront 2100 nonprod | PowerUserAccess, /northwind/DeveloperGuardrails     | /boundaries/NorthwindEngineer | -            | Develops the shop
    StorefrontDeployer     | 4  | storefront 2100 prod  | AWSCodePipeline_ReadOnlyAccess                        | /boundaries/NorthwindEngineer | deploy       | Deploys the shop
    OrdersDeveloper        | 8  | orders 2200 nonprod   | PowerUserAccess                                       | /boundaries/NorthwindEngineer | -            | Develops order intake
    OrdersOperator         | 4  | orders 2200 prod Ticket=OPS-4711 | CloudWatchReadOnlyAccess, AmazonSQSReadOnlyAccess | ReadOnlyAccess         | -            | Watches order intake
    WarehouseDeveloper     | 8  | warehouse 2300 nonprod | PowerUserAccess, /northwind/DeveloperGuardrails      | /boundaries/NorthwindEngineer | -            | Develops stock and shipping
    WarehouseOperator      | 12 | warehouse 2300 prod   | CloudWatchReadOnlyAccess                              | /boundaries/NorthwindEngineer | restart      | Keeps the gates open
    PaymentsDeveloper      | 4  | payments 2400 nonprod | AWSLambda_ReadOnlyAccess, /pci/PaymentsDeploy         | /pci/PaymentsBoundary         | -            | Develops payments
    PaymentsOperator       | 1  | payments 2400 prod    | CloudWatchReadOnlyAccess, /pci/PaymentsRestart        | /pci/PaymentsBoundary         | no-card-data | Operates payments
    PaymentsReadOnly       | 1  | payments 2400 prod    | job-function/ViewOnlyAccess                           | /pci/PaymentsBoundary         | -            | Reads payments, no card data
    MobileDeveloper        | 8  | mobile 2500 nonprod   | PowerUserAccess                                       | /boundaries/NorthwindEngineer | not-the-bill | Develops the phone application
    DataEngineer           | 8  | data 2600 prod        | AWSGlueConsoleFullAccess, AmazonKinesisReadOnlyAccess | /boundaries/NorthwindData     | lake-write   | Builds pipelines
    DataScientist          | 8  | data 2600 nonprod     | job-function/DataScientist, AmazonSageMakerReadOnly   | /boundaries/NorthwindData     | lake-read    | Builds models
    DataLakeReader         | 8  | data 2600 prod        | AmazonAthenaFullAccess                                | ReadOnlyAccess                | lake-read    | Reads curated data
    GlueOperator           | 8  | data 2600 prod        | AWSGlueConsoleFullAccess                              | /boundaries/NorthwindData     | -            | Restarts jobs at night
    ERP-Administrator      | 8  | erp 3100 prod         | job-function/SystemAdministrator, /erp/TransportAdmin | /boundaries/NorthwindEngineer | -            | Runs the ERP
    ERP-Consultant         | 4  | erp 3100 nonprod      | AmazonEC2ReadOnlyAccess, AmazonRDSReadOnlyAccess      | -                             | -            | External consultants
    =Finance-Cost-Explorer | 4  | finance 3200 prod     | AWSBillingReadOnlyAccess, ComputeOptimizerReadOnlyAccess | AWSBillingReadOnlyAccess   | -            | Cost Explorer, reading only
    Billing                | 4  | finance 3200 prod     | job-function/Billing                                  | job-function/Billing          | -            | Pays the bill
    FinanceReports         | 8  | finance 3200 prod     | AmazonAthenaFullAccess, AmazonS3ReadOnlyAccess        | ReadOnlyAccess                | -            | Reports for the monthly close
    DatabaseAdministrator  | 4  | data 2600 prod        | job-function/DatabaseAdministrator                    | /boundaries/NorthwindData     | -            | Runs the databases
    DatabaseReader         | 8  | data 2600 nonprod     | AmazonRDSReadOnlyAccess, AmazonDynamoDBReadOnlyAccess | ReadOnlyAccess                | database-logs | Reads the databases' settings
    BackupOperator         | 4  | platform 1100 prod    | AWSBackupFullAccess                                   | /boundaries/NorthwindEngineer | -            | Backup and restore
    SupportUser            | 8  | support 4100 prod     | job-function/SupportUser                              | ReadOnlyAccess                | cases        | Answers customers
    -Support.Escalation    | 4  | support 4100 prod     | CloudWatchLogsReadOnlyAccess                          | ReadOnlyAccess                | -            | Second line
    +OnCall                | 12 | platform 1100 prod    | CloudWatchReadOnlyAccess, AWSXrayReadOnlyAccess       | /boundaries/NorthwindEngineer | restart      | Whoever carries the pager
    ReleaseManager         | 4  | platform 1100 production | AWSCodePipeline_ReadOnlyAccess                     | /boundaries/NorthwindEngineer | deploy       | Starts releases
    SandboxAdmin           | 4  | platform 1100 sandbox | PowerUserAccess                                       | -                             | -            | Anything, in a sandbox
    SandboxTraining        | 4  | -                     | job-function/ViewOnlyAccess                           | ReadOnlyAccess                | -            | For courses
    PipelineDeployer       | 4  | mobile 2500 nonprod   | AWSLambda_ReadOnlyAccess                              | /boundaries/NorthwindPipeline | pipeline     | Deploys functions from the pipeline
    GuardrailEditor        | 4  | platform 1100 nonprod | IAMReadOnlyAccess, /guardrails/GuardrailEditor        | /guardrails/EditorBoundary    | -            | Tries the guardrails before they are rolled out
    DirectoryHelpdesk      | 4  | support 4100 prod     | AWSSSODirectoryAdministrator                          | AWSSSODirectoryAdministrator  | -            | Resets passwords and devices
    LogReader              | 8  | platform 1100 prod    | CloudWatchLogsReadOnlyAccess                          | ReadOnlyAccess                | log-read     | Reads application logs
    ViewOnly               | 8  | platform 1100 prod    | job-function/ViewOnlyAccess                           | job-function/ViewOnlyAccess   | -            | Lists, reads no data
    LegacyPowerUser        | 12 | -                     | PowerUserAccess, AmazonS3ReadOnlyAccess               | -                             | -            | From before the landing zone
    ContractorReadOnly     | 4  | -                     | ReadOnlyAccess                                        | ReadOnlyAccess                | -            |
    """,
    grants="""
    AWS-Administrators        | AdministratorAccess                            | *
    AWS-BreakGlass            | @breakglass                                    | Security Infrastructure Workloads/Prod
    AWS-Platform-Engineers    | PlatformEngineer, PlatformReadOnly             | Infrastructure Sandbox Deployments
    AWS-Platform-Engineers    | LogReader, +OnCall                             | Workloads
    AWS-Platform-Engineers    | OrganizationViewer                             | northwind-management
    AWS-Platform-Engineers    | GuardrailEditor                                | policy-staging
    AWS-Security-Auditors     | SecurityAudit                                  | *
    AWS-Security-Auditors     | GuardDutyViewer, OrganizationViewer            | security-tooling
    AWS-Security-Responders   | SecurityResponder                              | Security Infrastructure Workloads/Prod
    AWS-Security-Responders   | ForensicsAnalyst                               | forensics log-archive
    AWS-Network-Admins        | NetworkAdministrator, DnsOperator              | network shared-services
    AWS-Network-Viewers       | NetworkViewer                                  | Infrastructure Workloads
    AWS-Storefront-Developers | StorefrontDeveloper, DatabaseReader            | storefront-dev storefront-staging
    AWS-Storefront-Developers | ViewOnly, LogReader                            | storefront-prod
    AWS-Storefront-Leads      | StorefrontDeployer                             | storefront-staging storefront-prod
    AWS-Orders-Developers     | OrdersDeveloper, DatabaseReader                | orders-dev orders-staging
    AWS-Orders-Developers     | ViewOnly, LogReader                            | orders-prod
    AWS-Orders-Leads          | OrdersOperator                                 | orders-prod orders-staging
    AWS-Warehouse-Developers  | WarehouseDeveloper                             | warehouse-dev
    AWS-Warehouse-Developers  | ViewOnly, LogReader                            | warehouse-prod
    AWS-Warehouse-Operators   | WarehouseOperator                              | warehouse-dev warehouse-prod
    AWS-Payments-Developers   | PaymentsDeveloper, PaymentsReadOnly            | payments-staging
    AWS-Payments-Operators    | PaymentsOperator, PaymentsReadOnly             | payments-prod payments-staging
    AWS-Mobile-Developers     | MobileDeveloper, PipelineDeployer              | mobile-dev
    AWS-Mobile-Developers     | ViewOnly, LogReader                            | mobile-prod
    AWS-Data-Engineers        | DataEngineer, GlueOperator                     | data-lake-dev data-lake-prod
    AWS-Data-Scientists       | DataScientist                                  | data-lake-dev sandbox-data sandbox-ml
    AWS "Data, Analytics" Readers | DataLakeReader                             | data-lake-prod
    AWS-Data-Engineers        | DataLakeReader                                 | data-lake-dev data-lake-prod
    AWS-ERP-Admins            | ERP-Administrator                              | erp-prod erp-test
    AWS-ERP-Consultants       | ERP-Consultant                                 | erp-prod erp-test
    AWS-Finance-Billing       | Billing, =Finance-Cost-Explorer                | northwind-management
    AWS-Finance-Controllers   | FinanceReports                                 | data-lake-prod erp-prod fourth-coffee-import
    AWS-Database-Admins       | DatabaseAdministrator                          | Workloads/Prod erp-test orders-staging
    AWS-Backup-Operators      | BackupOperator                                 | backup erp-prod orders-prod data-lake-prod warehouse-prod
    AWS-Support-Desk          | SupportUser                                    | storefront-prod orders-prod mobile-prod legacy-intranet
    AWS-Support-Leads         | -Support.Escalation                            | storefront-prod orders-prod mobile-prod
    AWS-Support-Leads         | DirectoryHelpdesk                              | security-tooling
    AWS-Release-Managers      | ReleaseManager                                 | storefront-prod orders-prod warehouse-prod payments-prod mobile-prod
    AWS-Sandbox-Users         | SandboxAdmin                                   | sandbox-data sandbox-ml sandbox-platform
    AWS-Sandbox-Users         | SandboxTraining                                | sandbox-training
    AWS-Hackathon-2026        | SandboxTraining, LegacyPowerUser               | sandbox-training
    AWS-Loyalty-Team          | ViewOnly                                       | orders-staging
    AWS-Legacy-Contractors    | ContractorReadOnly                             | erp-test
    AWS-External-Auditors     | SecurityAudit                                  | log-archive
    AWS-Platform-Engineers    | LegacyPowerUser                                | shared-services legacy-intranet
    @ingrid.solberg           | NetworkAdministrator                           | identity
    @gareth.pugh              | FinanceReports                                 | data-lake-prod
    @tobias.lind              | SandboxTraining                                | sandbox-training
    """,
)


PARTIAL = Company(
    name="fabrikam",
    region="us-west-2",
    instance="ssoins-79077f6e5d4c3b2a",
    store="d-92670c4d3e",
    organization="o-fabr1kam42",
    root="r-fk4m",
    management="fabrikam-management",
    caller="audit",
    accounts="""
              | fabrikam-management
    Core      | audit, network
    Workloads | plant-prod, plant-test, crm-prod, crm-test
    Sandbox   | sandbox
    """,
    people="""
    it       | Systems Engineer   | Alma Reyes, Boyd Hansen, Cora Lang, Dirk Meyer, Elsa Wirth
    plant    | Process Engineer   | Finn Aas, Gwen Hart, Hiro Mori, Inga Olsen, Jack Stone, Kira Blum
    crm      | Software Engineer  | Luca Moretti, Mina Sharma, Noel Grant, Olaf Stein, Pearl Young
    finance  | Controller         | Quinn Abbott, Ruth Cohen, Saul Bergman, Thea Lund
    """,
    groups="""
    IT-Operations  | it            | Runs the shared accounts
    Plant-Engineers| plant         | The plants' telemetry
    Plant-Leads    | plant/2       | Deploys to the plants
    CRM-Developers | crm           | The CRM
    CRM-Support    | crm/2 cora.lang | Second line of the CRM
    Finance        | finance       | The bill
    """,
    sets="""
    Administrator  | 1 | it 10 prod       | AdministratorAccess              | - | -         | Full access
    ITOperator     | 8 | it 10 prod       | job-function/SystemAdministrator | - | -         | Runs the shared accounts
    NetworkViewer  | 8 | it 10 prod       | AmazonVPCReadOnlyAccess          | - | -         | Reads the network
    SecurityAudit  | 8 | it 10 prod       | SecurityAudit                    | - | -         | Reads every account
    PlantEngineer  | 8 | plant 20 nonprod | PowerUserAccess                  | - | -         | Develops telemetry
    PlantDeployer  | 4 | plant 20 prod    | /fabrikam/PlantDeploy            | - | -         | Deploys telemetry
    PlantViewer    | 8 | plant 20 prod    | job-function/ViewOnlyAccess      | - | -         | Watches telemetry
    CrmDeveloper   | 8 | crm 30 nonprod   | PowerUserAccess                  | - | -         | Develops the CRM
    CrmSupport     | 8 | crm 30 prod      | CloudWatchLogsReadOnlyAccess     | - | cases     | Second line of the CRM
    CrmViewer      | 8 | crm 30 prod      | job-function/ViewOnlyAccess      | - | -         | Watches the CRM
    BillReader     | 4 | finance 40 prod  | AWSBillingReadOnlyAccess         | - | -         | Reads the bill
    SandboxUser    | 4 | it 10 sandbox    | PowerUserAccess                  | - | -         | Tries things out
    """,
    grants="""
    IT-Operations   | Administrator                | Core
    IT-Operations   | ITOperator, NetworkViewer    | Core Workloads
    IT-Operations   | SecurityAudit                | *
    Plant-Engineers | PlantEngineer                | plant-test
    Plant-Engineers | PlantViewer                  | plant-prod
    Plant-Leads     | PlantDeployer                | plant-prod plant-test
    CRM-Developers  | CrmDeveloper                 | crm-test
    CRM-Developers  | CrmViewer                    | crm-prod
    CRM-Support     | CrmSupport                   | crm-prod
    Finance         | BillReader                   | fabrikam-management
    IT-Operations   | SandboxUser                  | sandbox
    @hiro.mori      | SandboxUser                  | sandbox
    """,
)
