import { Duration } from 'aws-cdk-lib';
import { Archive, EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { BUS_NAME, OUTGOING_EVENTS } from '../../events/names.ts';

/**
 * The event bus and its archive. The archive keeps events from outside, including events that no rule matches, because only
 * these can be lost. It leaves out our own events: they follow from the records, a replay would announce old outcomes as new,
 * and the reconciler announces missing ones.
 */
export class ApplicationBus extends Construct {
  readonly bus: EventBus;
  readonly archive: Archive;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: BUS_NAME });
    this.archive = new Archive(this, 'Archive', {
      archiveName: BUS_NAME,
      sourceEventBus: this.bus,
      description: 'What came from outside in the last 30 days',
      eventPattern: { detailType: Match.anythingBut(...OUTGOING_EVENTS) },
      retention: Duration.days(30),
    });
  }
}
