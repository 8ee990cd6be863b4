import { join } from 'node:path';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type CfnRule, type EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { CfnStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { MAX_RETURNS } from '../../api/limits.ts';
import { API_EVENT_SOURCE, APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../events/names.ts';
import { ENV as APPLY_ENV } from '../../handlers/applications/apply-amendment/contract.ts';
import { ENV as REGISTER_ENV } from '../../handlers/applications/register-application/contract.ts';
import { ENV as RECORD_ENV } from '../../handlers/outcomes/record-outcome/contract.ts';
import { ENV as REQUEST_ENV } from '../../handlers/outcomes/request-information/contract.ts';
import { REQUEST_EXPIRES_AT } from '../../handlers/shared/amendments/contract.ts';
import { alarmOnAny } from '../constructs/alarm-on-any.ts';
import { allow, BundledFunction } from '../constructs/bundled-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { delivery } from '../constructs/delivery.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { createMachine, type MachineProps } from '../constructs/machine.ts';
import { named } from '../constructs/named.ts';
import { allowEvents } from './allow-events.ts';
import { acknowledgeExecutions, executionsOf, MACHINE_NAME, machineName } from './executions.ts';
import type { ApplicationStage } from './stage.ts';

export interface ApplicationWorkflowProps {
  readonly stage: ApplicationStage;
  readonly bus: EventBus;
  readonly applications: Table;
  readonly reviewQueue: Queue;
  /** Files with the rules that the checks apply. */
  readonly rulesFiles: Readonly<Record<string, string>>;
}

const DEFINITION = join(import.meta.dirname, '../../workflow/account-application.asl.json');

/** The state machine, its functions, the rule that starts it, and alarms on failed, timed-out and aborted runs. */
export class ApplicationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  /** Starts an execution for each ApplicationSubmitted event. */
  readonly startRule: Rule;
  /** The tokens of runs that wait for their applicant. Only the function that takes amendments may read them. */
  readonly informationRequests: Table;
  readonly #props: ApplicationWorkflowProps;

  constructor(scope: Construct, id: string, props: ApplicationWorkflowProps) {
    super(scope, id);
    this.#props = props;
    const requests = { tableName: 'information-requests', key: 'applicationId', expiresBy: REQUEST_EXPIRES_AT };
    this.informationRequests = new KeyedTable(this, 'InformationRequests', { ...requests, stage: props.stage }).table;
    this.stateMachine = this.#createStateMachine(this.#createFunctions());
    this.startRule = this.#startOnSubmission();
    this.#alarmOn('failed', this.stateMachine.metricFailed(), 'A run of the workflow failed.');
    this.#alarmOn('timed-out', this.stateMachine.metricTimedOut(), 'A run of the workflow timed out.');
    this.#alarmOn('aborted', this.stateMachine.metricAborted(), 'A run of the workflow was stopped.');
  }

  /** The functions that the states call. The keys are the placeholder names in the definition. */
  #createFunctions(): MachineProps['calls'] {
    const { stage, rulesFiles } = this.#props;
    const check = { stage, files: rulesFiles, isSilent: true };
    return {
      RegisterApplication: this.#createRegisterApplication().function,
      CheckName: new BundledFunction(this, 'CheckName', { ...check, name: 'check-name' }).function,
      CheckAddress: new BundledFunction(this, 'CheckAddress', { ...check, name: 'check-address' }).function,
      RecordOutcome: this.#createRecordOutcome().function,
      RequestInformation: this.#createRequestInformation().function,
      ApplyAmendment: this.#createApplyAmendment().function,
    };
  }

  #createRegisterApplication(): BundledFunction {
    const { stage, bus, applications } = this.#props;
    const made = new BundledFunction(this, 'RegisterApplication', {
      name: 'register-application',
      stage,
      environment: {
        [REGISTER_ENV.applicationsTable]: applications.tableName,
        [REGISTER_ENV.busName]: bus.eventBusName,
      },
      mayCall: [
        allow(['dynamodb:PutItem'], [applications.tableArn]),
        allow(['states:DescribeExecution'], [executionsOf(this)]),
        allowEvents(bus, 'register-application'),
      ],
    });
    acknowledgeExecutions(made);
    return made;
  }

  #createRecordOutcome(): BundledFunction {
    const { stage, applications } = this.#props;
    return new BundledFunction(this, 'RecordOutcome', {
      name: 'record-outcome',
      stage,
      environment: {
        [RECORD_ENV.applicationsTable]: applications.tableName,
        [RECORD_ENV.twoPeople]: JSON.stringify(stage.reviewPolicy.twoPeople),
      },
      mayCall: [allow(['dynamodb:UpdateItem'], [applications.tableArn])],
    });
  }

  #createRequestInformation(): BundledFunction {
    const { stage, bus, applications } = this.#props;
    return new BundledFunction(this, 'RequestInformation', {
      name: 'request-information',
      stage,
      environment: {
        [REQUEST_ENV.applicationsTable]: applications.tableName,
        [REQUEST_ENV.requestsTable]: this.informationRequests.tableName,
        [REQUEST_ENV.busName]: bus.eventBusName,
      },
      mayCall: [
        allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [applications.tableArn]),
        allow(['dynamodb:PutItem'], [this.informationRequests.tableArn]),
        allowEvents(bus, 'request-information'),
      ],
    });
  }

  #createApplyAmendment(): BundledFunction {
    const { stage, applications } = this.#props;
    return new BundledFunction(this, 'ApplyAmendment', {
      name: 'apply-amendment',
      stage,
      environment: { [APPLY_ENV.applicationsTable]: applications.tableName },
      mayCall: [allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [applications.tableArn])],
    });
  }

  #createStateMachine(functions: MachineProps['calls']): StateMachine {
    const { stage, reviewQueue } = this.#props;
    const stateMachine = createMachine(this, {
      name: MACHINE_NAME,
      definition: DEFINITION,
      calls: functions,
      substitutions: {
        ReviewQueueUrl: reviewQueue.queueUrl,
        ReviewDeadlineSeconds: String(stage.reviewDeadline.toSeconds()),
        ReviewHeartbeatSeconds: String(stage.reviewHeartbeat.toSeconds()),
        InformationDeadlineSeconds: String(stage.informationDeadline.toSeconds()),
        MaxReturns: String(MAX_RETURNS),
      },
      mayCall: [allow(['sqs:SendMessage'], [reviewQueue.queueArn])],
      stage,
    });
    // E3601 is turned off because it rejects JSONata expressions in TimeoutSeconds and HeartbeatSeconds.
    const resource = stateMachine.node.defaultChild as CfnStateMachine;
    resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    return stateMachine;
  }

  /**
   * The input of the run is the event's detail. Its member `attributed` says that the API checked the sender, so an event
   * of another source may not have it.
   */
  #startOnSubmission(): Rule {
    const deadLetters = new DeadLetterQueue(this, 'SubmissionsDlq', 'submissions-dlq');
    const input = RuleTargetInput.fromEventPath('$.detail');
    const rule = new Rule(this, 'OnSubmission', {
      ruleName: named(this, 'start-account-application'),
      eventBus: this.#props.bus,
      eventPattern: { detailType: [APPLICATION_SUBMITTED] },
      targets: [new SfnStateMachine(this.stateMachine, { input, ...delivery(deadLetters.queue) })],
    });
    // An override is needed, because CDK's EventPattern type has no member for `$or`.
    const resource = rule.node.defaultChild as CfnRule;
    resource.addPropertyOverride('EventPattern.$or', [
      { source: [API_EVENT_SOURCE] },
      { source: [EVENT_SOURCE], detail: { attributed: [{ exists: false }] } },
    ]);
    return rule;
  }

  #alarmOn(ending: string, metric: Metric, alarmDescription: string): void {
    alarmOnAny(this, `Alarm-${ending}`, metric, { alarmName: `${machineName(this)}-${ending}`, alarmDescription });
  }
}
