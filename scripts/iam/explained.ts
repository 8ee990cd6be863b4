import type { Grant } from './permissions.ts';

/** Why grants are as they are. One that explains nothing any more is an error. */
export interface Explanation {
  readonly action: RegExp;
  readonly resource: RegExp;
  /** The role or resource that has it; any when missing. */
  readonly holder?: RegExp;
  readonly why: string;
}

/** Grants that nothing on this machine can use, and what on AWS does. */
export const UNUSED_HERE: readonly Explanation[] = [
  {
    action: /^xray:(PutTraceSegments|PutTelemetryRecords)$/,
    resource: /^\*$/,
    why: 'Active tracing sends segments to X-Ray, which is not here.',
  },
  {
    action: /^xray:GetSampling(Rules|Targets)$/,
    resource: /^\*$/,
    holder: /WorkflowRole/,
    why: 'Step Functions asks X-Ray which executions to trace; X-Ray is not here.',
  },
  {
    action: /^logs:(((Create|Get|Update|Delete)LogDelivery)|ListLogDeliveries)$/,
    resource: /^\*$/,
    holder: /WorkflowRole/,
    why: 'Step Functions sets up the delivery of its execution log with them, when the machine is made or changed.',
  },
  {
    action: /^logs:(PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    resource: /^\*$/,
    holder: /WorkflowRole/,
    why: 'With them Step Functions lets log delivery write into the log group, when the machine is made or changed.',
  },
  {
    action: /^logs:(CreateLogStream|PutLogEvents)$/,
    resource: /\/aws\/lambda\/check-(name|address):\*$/,
    why: 'The checks log nothing themselves, not to log what they check; Lambda does when one crashes or times out.',
  },
  {
    action: /^sns:Publish$/,
    resource: /:application-outcomes$/,
    holder: /^arn:aws:sns:/,
    why: 'Alarms publish to the topic; there are no metrics here, so no alarm goes off.',
  },
  {
    action: /^sqs:GetQueue(Attributes|Url)$/,
    resource: /:replay-preview$/,
    holder: /^arn:aws:sqs:/,
    why: 'The construct of a rule that writes to a queue grants them beside SendMessage; they read no message.',
  },
];

/** Wildcards that cannot be narrowed. */
export const WILDCARDS: readonly Explanation[] = [
  {
    action: /^xray:/,
    resource: /^\*$/,
    why: 'X-Ray knows no resources for these actions.',
  },
  {
    action: /^logs:(((Create|Get|Update|Delete)LogDelivery)|ListLogDeliveries)$/,
    resource: /^\*$/,
    why: 'Log delivery knows no resources for these actions.',
  },
  {
    action: /^logs:(PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    resource: /^\*$/,
    why: 'Step Functions asks for them on every resource before it accepts a machine with an execution log.',
  },
  {
    action: /^logs:(CreateLogStream|PutLogEvents)$/,
    resource: /:log-group:\/aws\/lambda\/[a-z-]+:\*$/,
    why: 'The streams of one log group: Lambda names them as it makes them.',
  },
  {
    action: /^states:(DescribeExecution|DescribeStateMachineForExecution|GetExecutionHistory)$/,
    resource: /:execution:(account-application:)?\*$/,
    why: 'The executions of one state machine: EventBridge names them as it starts them; operators see those of all.',
  },
  {
    action: /^states:(ListExecutions|ListStateMachines)$/,
    resource: /(:stateMachine:|^)\*$/,
    why: 'Operators see the runs of every machine, and which machines there are.',
  },
  {
    action: /^events:(ListReplays|TestEventPattern)$/,
    resource: /^\*$/,
    why: 'EventBridge knows no resources for these: replays are listed for the whole account, a tried pattern is nobody’s.',
  },
  {
    action: /^(sqs:ListQueues|lambda:ListFunctions)$/,
    resource: /^\*$/,
    why: 'SQS and Lambda list what an account has, with no resource to narrow that to.',
  },
  {
    action: /^sqs:GetQueueAttributes$/,
    resource: /:\*$/,
    why: 'How full every queue is, shown to operators whatever they are called.',
  },
  {
    action: /^sqs:(ReceiveMessage|ChangeMessageVisibility|DeleteMessage)$/,
    resource: /:\*-dlq$/,
    why: 'Dead-letter queues are named so; operators send back what is in any of them.',
  },
  {
    action: /^events:StartReplay$/,
    resource: /:replay\/\*$/,
    why: 'A replay has a name of its own, made when it starts.',
  },
  {
    action: /^events:(ListRules|ListTargetsByRule)$/,
    resource: /:rule\/\*$/,
    why: 'The rules of two buses, shown to operators whatever they are called.',
  },
];

export const explains = (explanation: Explanation, { action, resource, holder }: Grant): boolean =>
  explanation.action.test(action) &&
  explanation.resource.test(resource) &&
  (explanation.holder === undefined || explanation.holder.test(holder));
