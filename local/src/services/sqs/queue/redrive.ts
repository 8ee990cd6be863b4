import type { AwsError } from '../../../core/aws/aws-error.ts';
import { invalidParameter } from '../errors.ts';
import type { Attributes, Queue } from '../store/queue-table.ts';

const MAX_RECEIVES = 1_000;
const MAX_SOURCES = 10;

/** A redrive policy: after `maxReceives` receives a message is moved to the dead-letter queue. */
export interface Redrive {
  readonly deadLetterArn: string;
  readonly maxReceives: number;
}

interface AllowPolicy {
  readonly redrivePermission?: unknown;
  readonly sourceQueueArns?: unknown;
}

/** The queue that a redrive policy belongs to, and a look-up of queues by ARN. */
export interface RedriveContext {
  readonly arn: string;
  readonly isFifo: boolean;
  readonly queueOf: (arn: string) => Queue | undefined;
}

const refuse = (parameter: string, policy: string, reason: string): AwsError =>
  invalidParameter(`Value ${policy} for parameter ${parameter} is invalid. Reason: ${reason}`);

type JsonMap = { readonly [name: string]: unknown };

const parsed = (policy: string): JsonMap | undefined => {
  try {
    const map: unknown = JSON.parse(policy);
    return typeof map === 'object' && map !== null && !Array.isArray(map) ? { ...map } : undefined;
  } catch {
    return undefined;
  }
};

const readMap = (parameter: string, policy: string): JsonMap => {
  const map = parsed(policy);
  if (map !== undefined) return map;
  throw refuse(parameter, policy, 'Redrive policy is not a valid JSON map.');
};

const allows = (policy: string | undefined, sourceArn: string): boolean => {
  if (policy === undefined) return true;
  const { redrivePermission, sourceQueueArns } = JSON.parse(policy) as AllowPolicy;
  if (redrivePermission === 'byQueue') return Array.isArray(sourceQueueArns) && sourceQueueArns.includes(sourceArn);
  return redrivePermission !== 'denyAll';
};

const checkPolicy = (policy: string, { arn, isFifo, queueOf }: RedriveContext): void => {
  const { deadLetterTargetArn: target, maxReceiveCount } = readMap('RedrivePolicy', policy);
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > MAX_RECEIVES)
    throw refuse('RedrivePolicy', policy, `Invalid value for maxReceiveCount: must be an integer from 1 to 1000.`);
  const queue = typeof target === 'string' ? queueOf(target) : undefined;
  if (!queue) throw refuse('RedrivePolicy', policy, 'Dead letter target does not exist.');
  if (queue.isFifo !== isFifo)
    throw refuse('RedrivePolicy', policy, 'Dead-letter queue must be same type of queue as the source.');
  if (!allows(queue.attributes.RedriveAllowPolicy, arn))
    throw refuse('RedrivePolicy', policy, 'The RedriveAllowPolicy of the dead-letter queue does not allow this queue.');
};

const checkAllowPolicy = (policy: string): void => {
  const { redrivePermission: permission, sourceQueueArns: sources } = readMap('RedriveAllowPolicy', policy);
  if (!['allowAll', 'denyAll', 'byQueue'].includes(String(permission)))
    throw refuse('RedriveAllowPolicy', policy, 'redrivePermission must be allowAll, denyAll or byQueue.');
  if (permission !== 'byQueue' && sources !== undefined)
    throw refuse('RedriveAllowPolicy', policy, 'sourceQueueArns is allowed only with redrivePermission byQueue.');
  if (permission === 'byQueue' && !(Array.isArray(sources) && sources.length > 0 && sources.length <= MAX_SOURCES))
    throw refuse('RedriveAllowPolicy', policy, `sourceQueueArns must have 1 to ${MAX_SOURCES} ARNs.`);
};

/** Throws InvalidParameterValue for a RedrivePolicy or RedriveAllowPolicy that AWS rejects. */
export const checkRedrive = ({ RedrivePolicy, RedriveAllowPolicy }: Attributes, context: RedriveContext): void => {
  if (RedrivePolicy) checkPolicy(RedrivePolicy, context);
  if (RedriveAllowPolicy) checkAllowPolicy(RedriveAllowPolicy);
};

/**
 * The attributes with the maxReceiveCount of the redrive policy as a number. A request can also give it as text, and AWS
 * returns it as a number.
 */
export const withNumericCount = (attributes: Attributes): Attributes => {
  const policy = parsed(attributes.RedrivePolicy ?? '');
  const count = policy?.maxReceiveCount;
  if (typeof count !== 'string' || !/^\d+$/.test(count)) return attributes;
  return { ...attributes, RedrivePolicy: JSON.stringify({ ...policy, maxReceiveCount: Number(count) }) };
};

/** The redrive policy of a queue; undefined if it has none. */
export const redriveOf = ({ attributes: { RedrivePolicy } }: Queue): Redrive | undefined => {
  if (!RedrivePolicy) return undefined;
  const policy = JSON.parse(RedrivePolicy) as { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown };
  return { deadLetterArn: String(policy.deadLetterTargetArn), maxReceives: Number(policy.maxReceiveCount) };
};
