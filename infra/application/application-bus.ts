import { Duration } from 'aws-cdk-lib';
import { Archive, EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { BUS_NAME, OUTGOING_EVENTS } from '../../events/names.ts';

/**
 * The bus everything goes over, and its archive. Archived is what comes from outside, also what nobody has a rule for:
 * that is what can be lost and must be replayed. Our own events follow from the records; replaying them would tell
 * subscribers of the past as if it were news, and the workflow announces again what a failed run has not.
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
