import { CfnParameter, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { alarmFrom } from '../constructs/alarm-on-any.ts';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { ignoreChecks } from '../constructs/cfn-lint.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { createMailTopic, tellAlarms } from '../constructs/mail-topic.ts';
import { acknowledgeNist } from '../constructs/nist.ts';
import { alarmOnUndelivered } from '../constructs/rule-alarm.ts';
import { Accounts } from './accounts.ts';
import { ApplicationBus } from './application-bus.ts';
import { ApplicationWorkflow } from './application-workflow.ts';
import { ApplicationsApi } from './applications-api.ts';
import { CaseFiles, ONLY_NEW_ITEMS } from './case-files.ts';
import type { Addresses } from './console-stack.ts';
import { EventContracts } from './event-contracts.ts';
import { Notifications } from './notifications.ts';
import { People } from './people.ts';
import { Reconciliation } from './reconciliation.ts';
import { Redrive } from './redrive.ts';
import { Reminders } from './reminders.ts';
import { ReplayPreview } from './replay-preview.ts';
import { ReviewDesk } from './review-desk.ts';
import { ReviewQueue } from './review-queue.ts';
import type { ApplicationStage } from './stage.ts';

export interface ApplicationStackProps {
  readonly stage: ApplicationStage;
  /** Receives the mails about outcomes; without it the topic has no subscription. */
  readonly notificationEmail: string | undefined;
  /** Receives the mails about alarms; without it nobody is subscribed. */
  readonly alarmEmail: string | undefined;
  /** False leaves the review queue to another consumer. */
  readonly hasReviewWorker: boolean;
  /** Names of state machines of other stacks whose executions operators may see in the console. */
  readonly otherMachines: readonly string[];
}

/** The whole system: bus, workflow, review desk, accounts, notifications, people and the API they use. */
export class ApplicationStack extends Stack {
  readonly addresses: Addresses;
  readonly #redrive: Redrive;

  constructor(scope: Construct, id: string, props: ApplicationStackProps) {
    const { stage, notificationEmail, alarmEmail, hasReviewWorker, otherMachines } = props;
    super(scope, id, { synthesizer: withoutBootstrapRule() });
    ignoreChecks(this);
    acknowledgeNist(this);
    const { bus, archive } = new ApplicationBus(this, 'ApplicationBus');
    new EventContracts(this, 'EventContracts');
    const preview = new ReplayPreview(this, 'ReplayPreview', { bus });
    const table = { tableName: 'applications', key: 'id', listedByStateAnd: 'submittedAt', hasStream: true, stage };
    const applications = new KeyedTable(this, 'Applications', table).table;
    const reviewQueue = new ReviewQueue(this, 'ReviewQueue', { hasReviewWorker }).queue;
    const { stateMachine, startRule } = new ApplicationWorkflow(this, 'Workflow', {
      stage,
      bus,
      applications,
      reviewQueue,
    });
    const deskProps = { stage, bus, applications, reviewQueue, stateMachine, hasReviewWorker };
    const { reviews, decideReviews } = new ReviewDesk(this, 'ReviewDesk', deskProps);
    const { table: accounts } = new Accounts(this, 'Accounts', { stage, bus, applications });
    const sources = [{ table: applications }, { table: reviews }, { table: accounts, filters: ONLY_NEW_ITEMS }];
    const caseFiles = new CaseFiles(this, 'CaseFiles', { stage, bus, sources });
    const { topic, table: notifications } = new Notifications(this, 'Notifications', {
      stage,
      stateMachine,
      applications,
      email: notificationEmail,
    });
    new Reminders(this, 'Reminders', { stage, reviews, notifications, topic });
    new Reconciliation(this, 'Reconciliation', { stage, bus, stateMachine, applications, notifications, topic });
    this.#redrive = new Redrive(this, 'Redrive', { stage, stateMachine });
    const { redriveDeadLetters } = this.#redrive;
    const consoleOrigins = this.#consoleOrigins();
    const people = new People(this, 'People', { stage, consoleOrigins });
    const tables = { applications, reviews, accounts, notifications, caseFiles };
    const { url: apiUrl } = new ApplicationsApi(this, 'Api', {
      stage,
      bus,
      archive,
      people,
      consoleOrigins,
      otherMachines,
      startRule,
      preview,
      decideReviews,
      redriveDeadLetters,
      tables,
    });
    this.addresses = {
      apiUrl,
      issuer: people.pool.userPoolProviderUrl,
      signInOrigin: people.signInOrigin,
      clientId: people.client.userPoolClientId,
    };
    for (const rule of this.node.findAll().filter((construct) => construct instanceof Rule)) alarmOnUndelivered(rule);
    this.#alarmOnThrottling();
    const alarms = new Construct(this, 'Alarms');
    tellAlarms(this, createMailTopic(alarms, 'application-alarms', alarmEmail));
    this.#redrive.reach(this);
  }

  /** Lets operators see the queues of another stack and redrive its dead-letter messages. */
  redriveAlso(stack: Stack): void {
    this.#redrive.reach(stack);
  }

  /** Origin of the console on the one machine. */
  #consoleOrigins(): readonly string[] {
    const origin = new CfnParameter(this, 'ConsoleOrigin', {
      default: 'http://127.0.0.1:4567',
      description: 'Where the console is served that people use on their own machine, without a path',
    });
    return [origin.valueAsString];
  }

  /** One query over all functions of the stack; an alarm on metric math takes at most ten metrics. */
  #alarmOnThrottling(): void {
    const functions = this.node.findAll().filter((construct) => construct instanceof BundledFunction);
    const ours = functions.map(({ name }) => `FunctionName = '${name}'`).join(' OR ');
    const throttles = new MathExpression({
      expression: `SELECT SUM(Throttles) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE ${ours}`,
      label: 'Throttles',
    });
    alarmFrom(this, 'Throttled', throttles, {
      alarmName: 'functions-throttled',
      alarmDescription: 'Lambda refuses to run functions of this system, as too many run at once in the account.',
      threshold: 10,
      period: Duration.minutes(5),
    });
  }
}

/** Omits the BootstrapVersion parameter and rule, which only a bootstrapped account can resolve. */
function withoutBootstrapRule(): IStackSynthesizer {
  // The class declares its qualifier `string | undefined`, the interface `?: string`; exactOptionalPropertyTypes rejects that.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
