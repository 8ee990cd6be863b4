import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SENDERS, type Sender, sourceOf } from '../../events/senders.ts';

/**
 * IAM statement that allows a function to put its own events, with its source, on the bus, and no others.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function allowEvents(bus: Pick<EventBus, 'eventBusArn'>, sender: Sender): PolicyStatement {
  return new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: {
      'ForAllValues:StringEquals': { 'events:source': [sourceOf(sender)], 'events:detail-type': [...SENDERS[sender]] },
    },
  });
}
