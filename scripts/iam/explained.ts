import type { Grant } from './permissions.ts';

/** Explains why a grant is unused or contains a wildcard. An explanation that matches no grant is a fault. */
export interface Explanation {
  readonly action: RegExp;
  readonly resource: RegExp;
  /** The role or resource that has the policy. If undefined, any role or resource matches. */
  readonly holder?: RegExp;
  readonly why: string;
}

/** Grants that nothing uses in the local runtime, and their use on AWS. */
export const UNUSED_HERE: readonly Explanation[] = [
  {
    action: /^lambda:InvokeFunction$/,
    resource:
      /:function:(register-application|check-name|check-address|record-outcome|request-information|apply-amendment)$/,
    holder: /WorkflowRole/,
    why: 'Runs that started when the definition named no versions call the functions without one.',
  },
  {
    action: /^xray:(PutTraceSegments|PutTelemetryRecords)$/,
    resource: /^\*$/,
    why: 'Active tracing sends segments to X-Ray, which the local runtime does not have.',
  },
  {
    action: /^sqs:DeleteMessage$/,
    resource: /-dlq$/,
    holder: /RedriveDeadLetters/,
    why: 'A message is deleted after its target has accepted it; some targets refuse the message of the check.',
  },
  {
    action: /^xray:GetSampling(Rules|Targets)$/,
    resource: /^\*$/,
    holder: /WorkflowRole/,
    why: 'Step Functions asks X-Ray which executions to trace; the local runtime has no X-Ray.',
  },
  {
    action: /^logs:(((Create|Get|Update|Delete)LogDelivery)|ListLogDeliveries)$/,
    resource: /^\*$/,
    holder: /WorkflowRole/,
    why: 'Step Functions sets up the delivery of its execution log when a state machine is created or updated.',
  },
  {
    action: /^logs:(PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    resource: /^\*$/,
    holder: /WorkflowRole/,
    why: 'Step Functions allows log delivery to write to the log group when a state machine is created or updated.',
  },
  {
    action: /^logs:(CreateLogStream|PutLogEvents)$/,
    resource: /\/aws\/lambda\/check-(name|address):\*$/,
    why: 'The checks log nothing, so that no personal data is logged; Lambda logs when one crashes or times out.',
  },
  {
    action: /^lambda:(GetAlias|UpdateAlias|GetProvisionedConcurrencyConfig)$|^cloudwatch:DescribeAlarms$/,
    resource: /:(function|alarm):/,
    holder: /DeploymentsRole/,
    why: 'CodeDeploy moves an alias to a new version and watches its alarm; here an alias changes at once.',
  },
  {
    action: /^dynamodb:ListStreams$/,
    resource: /^\*$/,
    why: 'Lambda checks it when the mapping of a stream is created; the local runtime describes the stream only.',
  },
  {
    action: /^sns:Publish$/,
    resource: /:application-alarms$/,
    holder: /^arn:aws:sns:/,
    why: 'Alarms publish to the topic; the local runtime has no metrics, so no alarm changes state.',
  },
  {
    action: /^sqs:GetQueue(Attributes|Url)$/,
    resource: /:(replay-preview|notify|open-account)$/,
    holder: /^arn:aws:sqs:/,
    why: 'The CDK target for a queue grants them together with SendMessage; they read no message.',
  },
];

/** Wildcards that cannot be narrowed. */
export const WILDCARDS: readonly Explanation[] = [
  {
    action: /^lambda:InvokeFunction$/,
    resource:
      /:function:(register-application|check-name|check-address|record-outcome|request-information|apply-amendment):\*$/,
    holder: /WorkflowRole/,
    why: 'All versions of a function: a run calls the version that its definition names.',
  },
  {
    action: /^lambda:GetProvisionedConcurrencyConfig$/,
    resource: /:function:[\w-]+:\*$/,
    holder: /DeploymentsRole/,
    why: 'The alias and the versions of one function: a new version has a new number.',
  },
  {
    action: /^xray:/,
    resource: /^\*$/,
    why: 'X-Ray has no resource types for these actions.',
  },
  {
    action: /^logs:(((Create|Get|Update|Delete)LogDelivery)|ListLogDeliveries)$/,
    resource: /^\*$/,
    why: 'Log delivery has no resource types for these actions.',
  },
  {
    action: /^logs:(PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    resource: /^\*$/,
    why: 'Step Functions requires them on every resource before it accepts a state machine with an execution log.',
  },
  {
    action: /^logs:(CreateLogStream|PutLogEvents)$/,
    resource: /:log-group:\/aws\/lambda\/[a-z-]+:\*$/,
    why: 'The streams of one log group: Lambda chooses their names.',
  },
  {
    action:
      /^states:(RedriveExecution|StopExecution|DescribeExecution|DescribeStateMachineForExecution|GetExecutionHistory)$/,
    resource: /:execution:[\w-]+:\*$/,
    why: 'The executions of one state machine: EventBridge chooses their names.',
  },
  {
    action: /^events:(ListReplays|TestEventPattern)$/,
    resource: /^\*$/,
    why: 'EventBridge has no resource types for these: replays are listed per account, a tested pattern has no resource.',
  },
  {
    action: /^dynamodb:ListStreams$/,
    resource: /^\*$/,
    why: 'DynamoDB has no resource types for it.',
  },
  {
    action: /^events:StartReplay$/,
    resource: /:replay\/\*$/,
    why: 'The name of a replay is generated when it starts.',
  },
  {
    action: /^events:(ListRules|ListTargetsByRule)$/,
    resource: /:rule\/\*$/,
    why: 'Operators see the rules of two buses, whatever their names.',
  },
];

export const explains = (explanation: Explanation, { action, resource, holder }: Grant): boolean =>
  explanation.action.test(action) &&
  explanation.resource.test(resource) &&
  (explanation.holder === undefined || explanation.holder.test(holder));
