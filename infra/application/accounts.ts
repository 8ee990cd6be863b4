import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../events/names.ts';
import { ENV, TIMEOUT_SECONDS } from '../../handlers/outcomes/open-account/contract.ts';
import { allow } from '../constructs/bundled-function.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { QueuedEventConsumer } from '../constructs/queued-event-consumer.ts';
import type { Stage } from '../constructs/stage.ts';
import { allowEvents } from './allow-events.ts';

export interface AccountsProps {
  readonly stage: Stage;
  readonly bus: EventBus;
  readonly applications: Table;
}

/** The rule, queue, function and table that open an account for each approved application. */
export class Accounts extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { stage, bus, applications }: AccountsProps) {
    super(scope, id);
    const table = { tableName: 'accounts', key: 'applicationId', hasStream: true, stage };
    this.table = new KeyedTable(this, 'Accounts', table).table;
    new QueuedEventConsumer(this, 'OpenAccount', {
      name: 'open-account',
      stage,
      bus,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      eventPattern: { source: [EVENT_SOURCE], detailType: ['ApplicationApproved'] },
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.accountsTable]: this.table.tableName,
        [ENV.busName]: bus.eventBusName,
      },
      mayCall: [
        allow(['dynamodb:BatchGetItem'], [applications.tableArn]),
        allow(['dynamodb:PutItem', 'dynamodb:BatchWriteItem'], [this.table.tableArn]),
        allowEvents(bus, 'open-account'),
      ],
    });
  }
}
