import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { API_EVENT_SOURCE, APPLICATION_AMENDED, EVENT_SOURCE } from '../../events/names.ts';
import { ENV } from '../../handlers/applications/take-amendment/contract.ts';
import { allow } from '../constructs/bundled-function.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import type { Stage } from '../constructs/stage.ts';

export interface AmendmentsProps {
  readonly stage: Stage;
  readonly bus: EventBus;
  readonly applications: Table;
  /** The tokens of runs that wait for their applicant. */
  readonly informationRequests: Table;
  readonly stateMachine: StateMachine;
}

/**
 * The rule and the function that take amendments of applications. Lambda moves a refused event to the dead-letter queue
 * with the reason as an attribute.
 */
export class Amendments extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, props: AmendmentsProps) {
    super(scope, id);
    const { stage, bus, applications, informationRequests, stateMachine } = props;
    this.rule = new EventConsumer(this, 'TakeAmendment', {
      name: 'take-amendment',
      stage,
      bus,
      eventPattern: { source: [EVENT_SOURCE, API_EVENT_SOURCE], detailType: [APPLICATION_AMENDED] },
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.requestsTable]: informationRequests.tableName,
      },
      mayCall: [
        allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [applications.tableArn]),
        allow(['dynamodb:GetItem'], [informationRequests.tableArn]),
        allow(['states:SendTaskSuccess'], [stateMachine.stateMachineArn]),
      ],
    }).rule;
  }
}
