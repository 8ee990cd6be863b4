import { type Arn, parseArn } from '../../../../core/aws/arn.ts';
import { unsupported } from '../../../../core/aws/aws-error.ts';
import type { Target } from '../../target.ts';
import { apiDestination } from './api-destination.ts';
import { eventBus } from './event-bus.ts';
import { lambdaFunction } from './lambda-function.ts';
import { logGroup } from './log-group.ts';
import { queue } from './queue.ts';
import { stateMachine } from './state-machine.ts';
import type { TargetKind } from './target-kind.ts';
import { topic } from './topic.ts';

const KINDS: readonly { readonly service: string; readonly resource: string; readonly kind: TargetKind }[] = [
  { service: 'states', resource: 'stateMachine:', kind: stateMachine },
  { service: 'sqs', resource: '', kind: queue },
  { service: 'sns', resource: '', kind: topic },
  { service: 'lambda', resource: 'function:', kind: lambdaFunction },
  { service: 'events', resource: 'event-bus/', kind: eventBus },
  { service: 'events', resource: 'api-destination/', kind: apiDestination },
  { service: 'logs', resource: 'log-group:', kind: logGroup },
];

const kindOf = (arn: Arn): TargetKind | undefined =>
  KINDS.find(({ service, resource }) => arn.service === service && arn.resource.startsWith(resource))?.kind;

/** The kind of a stored target. Throws UnsupportedOperation if this runtime cannot call it. */
export const targetKind = (target: Target): TargetKind => {
  const arn = parseArn(target.Arn);
  const kind = arn && kindOf(arn);
  if (!kind) throw unsupported(`The target ${target.Arn}`);
  return kind;
};

/** The kind of a new target. `arn`: the parsed `text`. Throws UnsupportedOperation if this runtime cannot call it. */
export const targetKindOf = (text: string, arn: Arn): TargetKind => {
  const kind = kindOf(arn);
  if (!kind) throw unsupported(`The target ${text} (${arn.service})`);
  return kind;
};

/** Throws UnsupportedOperation for the ARN of a target that this runtime cannot call. */
export const checkTargetArn = (text: string): void => {
  const arn = parseArn(text);
  if (arn) targetKindOf(text, arn);
};
