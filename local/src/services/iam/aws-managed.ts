import { unsupported } from '../../core/aws/aws-error.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const XRAY = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

/** The actions that each AWS managed policy allows on all resources, by the part of its ARN after `policy/`. */
const ALLOWED: { readonly [path: string]: readonly string[] } = {
  AdministratorAccess: ['*'],
  AmazonDynamoDBFullAccess: ['dynamodb:*'],
  AmazonEventBridgeFullAccess: ['events:*', 'schemas:*', 'scheduler:*', 'pipes:*'],
  AmazonEventBridgePipesFullAccess: ['pipes:*', 'iam:PassRole'],
  AmazonEventBridgePipesReadOnlyAccess: ['pipes:Describe*', 'pipes:List*'],
  AmazonEventBridgeSchedulerFullAccess: ['scheduler:*', 'iam:PassRole'],
  AmazonEventBridgeSchedulerReadOnlyAccess: ['scheduler:Get*', 'scheduler:List*'],
  AmazonSNSFullAccess: ['sns:*'],
  AmazonSNSReadOnlyAccess: ['sns:GetTopicAttributes', 'sns:List*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AmazonSQSReadOnlyAccess: [
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ListQueues',
  ],
  AWSLambda_FullAccess: ['lambda:*'],
  AWSStepFunctionsFullAccess: ['states:*'],
  AWSStepFunctionsReadOnlyAccess: [
    'states:ListStateMachines',
    'states:ListActivities',
    'states:DescribeStateMachine',
    'states:DescribeStateMachineForExecution',
    'states:ListExecutions',
    'states:DescribeExecution',
    'states:GetExecutionHistory',
    'states:DescribeActivity',
  ],
  AWSXRayDaemonWriteAccess: XRAY,
  AWSXrayWriteOnlyAccess: XRAY,
  CloudWatchLogsFullAccess: ['logs:*'],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    ...LOGS,
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ],
  'service-role/AWSAppSyncPushToCloudWatchLogs': LOGS,
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...LOGS,
  ],
  'service-role/AWSCodeDeployRoleForLambdaLimited': [
    'cloudwatch:DescribeAlarms',
    'lambda:GetAlias',
    'lambda:GetProvisionedConcurrencyConfig',
    'lambda:UpdateAlias',
  ],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...LOGS,
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    ...LOGS,
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
};

const PREFIX = 'arn:aws:iam::aws:policy/';

const isAwsManaged = (arn: string): boolean => arn.startsWith(PREFIX);

/** The document of an AWS managed policy; undefined if the table does not contain the policy. */
export const awsManagedPolicy = (arn: string): string | undefined => {
  const path = isAwsManaged(arn) ? arn.slice(PREFIX.length) : '';
  const actions = Object.hasOwn(ALLOWED, path) ? ALLOWED[path] : undefined;
  if (!actions) return undefined;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
};

/** ARNs of all AWS managed policies in the table. */
export const awsManagedArns = (): string[] => Object.keys(ALLOWED).map((path) => `${PREFIX}${path}`);

/** Throws UnsupportedOperation for an AWS managed policy that the table does not contain. */
export const checkAwsManaged = (arn: string): void => {
  if (isAwsManaged(arn) && awsManagedPolicy(arn) === undefined) throw unsupported(`The AWS managed policy ${arn}`);
};
