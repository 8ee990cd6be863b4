import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { APPLICATION_STATES } from '../../events/states.ts';
import { ENV, TIMEOUT_SECONDS } from '../../handlers/outcomes/announce-outcomes/contract.ts';
import { allow } from '../constructs/bundled-function.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { allowEvents } from './allow-events.ts';
import type { ApplicationStage } from './stage.ts';

export interface AnnouncementsProps {
  readonly stage: ApplicationStage;
  readonly bus: EventBus;
  readonly applications: Table;
}

/** The states of which an event tells: all after the first. */
const ANNOUNCED_STATES = APPLICATION_STATES.filter((state) => state !== 'SUBMITTED');

/**
 * Announces each new state of an application on the bus. The table's stream is the outbox: a state that is on record is
 * announced, also after a crash between the two.
 */
export class Announcements extends Construct {
  constructor(scope: Construct, id: string, { stage, bus, applications }: AnnouncementsProps) {
    super(scope, id);
    new StreamConsumer(this, 'Announce', {
      name: 'announce-outcomes',
      stage,
      sources: [
        {
          table: applications,
          filters: [{ dynamodb: { NewImage: { state: { S: FilterRule.or(...ANNOUNCED_STATES) } } } }],
        },
      ],
      batchSize: 100,
      batchingWindow: Duration.seconds(0),
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.busName]: bus.eventBusName,
      },
      mayCall: [allow(['dynamodb:BatchGetItem'], [applications.tableArn]), allowEvents(bus, 'announce-outcomes')],
    });
  }
}
