import { Archive, EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { BUS_NAME, OUTGOING_EVENTS } from '../../events/names.ts';
import { named } from '../constructs/named.ts';
import type { ApplicationStage } from './stage.ts';

/**
 * The event bus and its archive. The archive keeps all events from outside, even events that no rule matches, because
 * nothing else stores them. It does not keep the system's own events: their content is in the records, an operator
 * can announce these again, and a replay would publish old outcomes as if they were new.
 */
export class ApplicationBus extends Construct {
  readonly bus: EventBus;
  readonly archive: Archive;

  constructor(scope: Construct, id: string, { archiveRetention }: ApplicationStage) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: named(this, BUS_NAME) });
    this.archive = new Archive(this, 'Archive', {
      archiveName: named(this, BUS_NAME),
      sourceEventBus: this.bus,
      description: `Events from outside the system, of the last ${archiveRetention.toDays()} days`,
      eventPattern: { detailType: Match.anythingBut(...OUTGOING_EVENTS) },
      retention: archiveRetention,
    });
  }
}
