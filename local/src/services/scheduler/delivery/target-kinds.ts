import { parseArn } from '../../../core/aws/arn.ts';
import { queueUrl } from '../../../core/aws/queue-url.ts';
import type { ValueObject } from '../../../core/cloudformation/value.ts';
import type { Target } from '../schedule/schedule.ts';
import type { Invocation } from './invocation.ts';

/** The data from which the request to a templated target is built. */
interface TemplatedCall {
  readonly invocation: Invocation;
  /** The input with the values of its context attributes. */
  readonly payload: string;
  readonly endpoint: string;
}

/** A templated target: one operation of a service, on the resource with the target's ARN. */
export interface TargetKind {
  /** Service and action in the ARN of the same universal target. */
  readonly sdkName: string;
  readonly action: string;
  /** Whether AWS requires an Input in JSON. */
  readonly needsJson: boolean;
  /** The error message if the target is invalid for this kind; undefined if it is valid. */
  readonly problem?: (target: Target) => string | undefined;
  /** The request with the member names of the AWS SDK. */
  readonly request: (call: TemplatedCall) => ValueObject;
}

const lambdaFunction: TargetKind = {
  sdkName: 'lambda',
  action: 'invoke',
  needsJson: true,
  request: ({ invocation, payload }) => ({
    FunctionName: invocation.target.Arn,
    InvocationType: 'Event',
    Payload: payload,
  }),
};

const queue: TargetKind = {
  sdkName: 'sqs',
  action: 'sendMessage',
  needsJson: false,
  problem: ({ Arn, SqsParameters }) =>
    Arn.endsWith('.fifo') && !SqsParameters?.MessageGroupId
      ? 'SqsParameters.MessageGroupId is required for a FIFO queue.'
      : undefined,
  request: ({ invocation, payload, endpoint }) => {
    const { Arn, SqsParameters } = invocation.target;
    const message = { QueueUrl: queueUrl(endpoint, Arn), MessageBody: payload };
    const group = SqsParameters?.MessageGroupId;
    return group === undefined ? message : { ...message, MessageGroupId: group };
  },
};

const topic: TargetKind = {
  sdkName: 'sns',
  action: 'publish',
  needsJson: false,
  request: ({ invocation, payload }) => ({ TopicArn: invocation.target.Arn, Message: payload }),
};

const eventBus: TargetKind = {
  sdkName: 'eventbridge',
  action: 'putEvents',
  needsJson: true,
  problem: ({ EventBridgeParameters }) =>
    EventBridgeParameters ? undefined : 'EventBridgeParameters is required for an event bus.',
  request: ({ invocation, payload }) => {
    const { Arn, EventBridgeParameters } = invocation.target;
    const entry = { ...EventBridgeParameters, EventBusName: Arn, Detail: payload, Resources: [invocation.scheduleArn] };
    return { Entries: [entry] };
  },
};

/** The execution has the name of the invocation's id, so that a retry finds the execution of the first attempt. */
const stateMachine: TargetKind = {
  sdkName: 'sfn',
  action: 'startExecution',
  needsJson: true,
  request: ({ invocation, payload }) => ({
    StateMachineArn: invocation.target.Arn,
    Name: invocation.executionId,
    Input: payload,
  }),
};

const KINDS: readonly { readonly service: string; readonly resource: string; readonly kind: TargetKind }[] = [
  { service: 'lambda', resource: 'function:', kind: lambdaFunction },
  { service: 'sqs', resource: '', kind: queue },
  { service: 'sns', resource: '', kind: topic },
  { service: 'events', resource: 'event-bus/', kind: eventBus },
  { service: 'states', resource: 'stateMachine:', kind: stateMachine },
];

/**
 * The kind of a templated target; undefined if this runtime cannot invoke it.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export const templatedKind = (targetArn: string): TargetKind | undefined => {
  const arn = parseArn(targetArn);
  return KINDS.find(({ service, resource }) => arn?.service === service && arn.resource.startsWith(resource))?.kind;
};

/** The ARN of a universal target. */
export const universalArn = (sdkName: string, action: string): string =>
  `arn:aws:scheduler:::aws-sdk:${sdkName}:${action}`;

/** Service and action of a universal target; undefined for any other ARN. */
export const universalTarget = (
  targetArn: string,
): { readonly sdkName: string; readonly action: string } | undefined => {
  const [, sdkName, action] = /^arn:aws[\w-]*:scheduler:::aws-sdk:(\w+):(\w+)$/.exec(targetArn) ?? [];
  return sdkName === undefined || action === undefined ? undefined : { sdkName, action };
};
