import { parseArn } from '../../../../core/aws/arn.ts';
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
  { service: 'logs', resource: 'log-group:', kind: logGroup },
];

/** The kind of a target; undefined if this runtime cannot call it. */
export const targetKindOf = (targetArn: string): TargetKind | undefined => {
  const arn = parseArn(targetArn);
  return KINDS.find(({ service, resource }) => arn?.service === service && arn.resource.startsWith(resource))?.kind;
};
