import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../../events/names.ts';
import { SENDERS, type Sender } from '../../events/senders.ts';

/**
 * IAM statement that allows a function to put its own events on the bus, and no others.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function allowEvents(bus: Pick<EventBus, 'eventBusArn'>, sender: Sender): PolicyStatement {
  return new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: {
      'ForAllValues:StringEquals': { 'events:source': [EVENT_SOURCE], 'events:detail-type': [...SENDERS[sender]] },
    },
  });
}
