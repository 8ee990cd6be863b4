import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  type CfnStateMachine,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../events/names.ts';
import { ENV as RECORD_ENV } from '../../handlers/record-outcome/contract.ts';
import { ENV as REGISTER_ENV } from '../../handlers/register-application/contract.ts';
import type { Stage } from '../stage.ts';
import { allow, BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { delivery } from './delivery.ts';

export interface ApplicationWorkflowProps {
  readonly stage: Stage;
  readonly bus: EventBus;
  readonly applications: Table;
  readonly reviewQueue: Queue;
}

const NAME = 'account-application';
const DEFINITION = join(import.meta.dirname, '../../workflow/account-application.asl.json');

/** The state machine, the functions it calls, the rule that starts it, and the alarms on runs that end badly. */
export class ApplicationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly #props: ApplicationWorkflowProps;

  constructor(scope: Construct, id: string, props: ApplicationWorkflowProps) {
    super(scope, id);
    this.#props = props;
    const functions = this.#createFunctions();
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: NAME,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(readFileSync(DEFINITION, 'utf8')))),
      definitionSubstitutions: {
        ...Object.fromEntries(Object.entries(functions).map(([key, made]) => [key, made.function.functionArn])),
        ReviewQueueUrl: props.reviewQueue.queueUrl,
        ReviewDeadlineSeconds: String(props.stage.reviewDeadline.toSeconds()),
        ReviewHeartbeatSeconds: String(props.stage.reviewHeartbeat.toSeconds()),
      },
      role: this.#createRole(Object.values(functions)),
      // Without the data of executions: it is the applicants'. The history, which only operators may read, has it.
      logs: { destination: this.#createLogGroup(), level: LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: true,
    });
    // cfn-lint does not know yet that TimeoutSeconds and HeartbeatSeconds may be JSONata expressions.
    const resource = this.stateMachine.node.defaultChild as CfnStateMachine;
    resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    this.#startOnSubmission();
    this.#alarmOn('failed', this.stateMachine.metricFailed(), 'A run of the workflow failed.');
    this.#alarmOn('timed-out', this.stateMachine.metricTimedOut(), 'A run of the workflow timed out.');
    this.#alarmOn('aborted', this.stateMachine.metricAborted(), 'A run of the workflow was stopped.');
  }

  /** By the names the definition's placeholders have. */
  #createFunctions(): Record<string, BundledFunction> {
    const { stage, bus, applications } = this.#props;
    const announces = allow(['events:PutEvents'], [bus.eventBusArn]);
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${NAME}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return {
      RegisterApplication: new BundledFunction(this, 'RegisterApplication', {
        name: 'register-application',
        stage,
        environment: {
          [REGISTER_ENV.applicationsTable]: applications.tableName,
          [REGISTER_ENV.busName]: bus.eventBusName,
        },
        mayCall: [
          allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [applications.tableArn]),
          allow(['states:DescribeExecution'], [executions]),
          announces,
        ],
      }),
      CheckName: new BundledFunction(this, 'CheckName', { name: 'check-name', stage, isSilent: true }),
      CheckAddress: new BundledFunction(this, 'CheckAddress', { name: 'check-address', stage, isSilent: true }),
      RecordOutcome: new BundledFunction(this, 'RecordOutcome', {
        name: 'record-outcome',
        stage,
        environment: { [RECORD_ENV.applicationsTable]: applications.tableName, [RECORD_ENV.busName]: bus.eventBusName },
        mayCall: [allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [applications.tableArn]), announces],
      }),
    };
  }

  #createRole(functions: readonly BundledFunction[]): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(
      allow(
        ['lambda:InvokeFunction'],
        functions.map((made) => made.function.functionArn),
      ),
    );
    role.addToPolicy(allow(['sqs:SendMessage'], [this.#props.reviewQueue.queueArn]));
    return role;
  }

  /** Names that begin with /aws/vendedlogs/ keep the log delivery's resource policy from growing over its limit. */
  #createLogGroup(): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${NAME}`,
      retention: this.#props.stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  #startOnSubmission(): void {
    const deadLetters = new DeadLetterQueue(this, 'SubmissionsDlq', 'submissions-dlq');
    new Rule(this, 'OnSubmission', {
      ruleName: 'start-account-application',
      eventBus: this.#props.bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [APPLICATION_SUBMITTED] },
      targets: [
        new SfnStateMachine(this.stateMachine, {
          input: RuleTargetInput.fromEventPath('$.detail'),
          ...delivery(deadLetters.queue),
        }),
      ],
    });
  }

  #alarmOn(ending: string, metric: Metric, alarmDescription: string): void {
    metric.with({ period: Duration.minutes(1), statistic: 'Sum' }).createAlarm(this, `Alarm-${ending}`, {
      alarmName: `${NAME}-${ending}`,
      alarmDescription,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
