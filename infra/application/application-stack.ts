import { CfnParameter, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { APPLICANT_INDEX_KEY } from '../../handlers/shared/applicant-index/contract.ts';
import { alarmFrom } from '../constructs/alarm-on-any.ts';
import { ignoreChecks } from '../constructs/cfn-lint.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { createMailTopic, tellAlarms } from '../constructs/mail-topic.ts';
import { named } from '../constructs/named.ts';
import { acknowledgeNist } from '../constructs/nist.ts';
import { alarmOnUndelivered } from '../constructs/rule-alarm.ts';
import { trustThisAccountOnly } from '../constructs/trust.ts';
import { Accounts } from './accounts.ts';
import { Amendments } from './amendments.ts';
import { Announcements } from './announcements.ts';
import { ApplicationBus } from './application-bus.ts';
import { ApplicationWorkflow } from './application-workflow.ts';
import { ApplicationsApi } from './applications-api.ts';
import { CaseFiles, ONLY_ENDS_OF_RUNS, ONLY_NEW_ITEMS } from './case-files.ts';
import type { Addresses } from './console-stack.ts';
import { SystemDashboard } from './dashboard.ts';
import { Erasures } from './erasures.ts';
import { EventContracts } from './event-contracts.ts';
import { functionsBelow, sumOverFunctions } from './functions-query.ts';
import { LogQueries } from './log-queries.ts';
import { Notifications } from './notifications.ts';
import { People } from './people.ts';
import { Reconciliation } from './reconciliation.ts';
import { Redrive } from './redrive.ts';
import { ReplayPreview } from './replay-preview.ts';
import { ReviewDesk } from './review-desk.ts';
import { ReviewQueue } from './review-queue.ts';
import type { ApplicationStage } from './stage.ts';
import { Steering } from './steering.ts';
import { WorkMetrics } from './work-metrics.ts';

export interface ApplicationStackProps {
  readonly stage: ApplicationStage;
  /** E-mail address for mails about outcomes. If undefined, nobody gets them. */
  readonly notificationEmail: string | undefined;
  /** E-mail address for mails about alarms. If undefined, nobody gets them. */
  readonly alarmEmail: string | undefined;
  /** If false, no function of this stack reads the review queue, so that another consumer can do it. */
  readonly hasReviewWorker: boolean;
  /** Names of state machines of other stacks whose executions operators may see in the console. */
  readonly otherMachines: readonly string[];
  /** Files with the rules that the checks apply. */
  readonly rulesFiles: Readonly<Record<string, string>>;
}

/** The whole system: bus, workflow, review ledger, accounts, notifications, user pool and API. */
export class ApplicationStack extends Stack {
  readonly addresses: Addresses;
  readonly #redrive: Redrive;

  constructor(scope: Construct, id: string, props: ApplicationStackProps) {
    const { stage, notificationEmail, alarmEmail, hasReviewWorker, otherMachines, rulesFiles } = props;
    super(scope, id, { synthesizer: withoutBootstrapRule() });
    ignoreChecks(this);
    acknowledgeNist(this);
    const { bus, archive } = new ApplicationBus(this, 'ApplicationBus', stage);
    new EventContracts(this, 'EventContracts');
    const preview = new ReplayPreview(this, 'ReplayPreview', { bus, retention: stage.retention.previews });
    const table = { tableName: 'applications', key: 'id', listedByStateAnd: 'submittedAt', hasStream: true, stage };
    const applications = new KeyedTable(this, 'Applications', table).table;
    const { term, entry } = APPLICANT_INDEX_KEY;
    const indexed = { tableName: 'applicant-index', key: term, sortedBy: entry, stage };
    const applicantIndex = new KeyedTable(this, 'ApplicantIndex', indexed).table;
    const reviewQueue = new ReviewQueue(this, 'ReviewQueue', { hasReviewWorker }).queue;
    const { stateMachine, startRule, informationRequests } = new ApplicationWorkflow(this, 'Workflow', {
      stage,
      bus,
      applications,
      reviewQueue,
      rulesFiles,
    });
    const waiting = { stage, bus, applications, informationRequests, stateMachine };
    const { rule: amendRule } = new Amendments(this, 'Amendments', waiting);
    new Announcements(this, 'Announcements', { stage, bus, applications });
    const { table: accounts } = new Accounts(this, 'Accounts', { stage, bus, applications });
    const { topic, table: notifications } = new Notifications(this, 'Notifications', {
      stage,
      stateMachine,
      applications,
      email: notificationEmail,
    });
    const { reviews, absences, decideReviews } = new ReviewDesk(this, 'ReviewDesk', {
      stage,
      bus,
      applications,
      reviewQueue,
      stateMachine,
      notifications,
      topic,
      hasReviewWorker,
    });
    const sources = [
      { table: applications },
      { table: reviews },
      { table: accounts, filters: ONLY_NEW_ITEMS },
      { table: notifications, filters: ONLY_ENDS_OF_RUNS },
    ];
    const caseFiles = new CaseFiles(this, 'CaseFiles', { stage, bus, rulesFiles, sources, applicantIndex });
    new Reconciliation(this, 'Reconciliation', { stage, stateMachine, applications, notifications, topic });
    const caseFileFunction = caseFiles.append.live;
    this.#redrive = new Redrive(this, 'Redrive', { stage, bus, stateMachine, caseFileFunction });
    const { redriveDeadLetters } = this.#redrive;
    const steering = new Steering(this, 'Steering', { stage, stateMachine, applications, caseFileFunction });
    const erasures = new Erasures(this, 'Erasures', {
      stage,
      archive,
      tables: { applications, reviews, caseEntries: caseFiles.entries, applicantIndex },
    });
    const consoleOrigins = this.#consoleOrigins(stage);
    const people = new People(this, 'People', { stage, consoleOrigins });
    const tables = { applications, reviews, absences, accounts, notifications, caseFiles, applicantIndex };
    const { url: apiUrl, api } = new ApplicationsApi(this, 'Api', {
      stage,
      bus,
      archive,
      people,
      consoleOrigins,
      otherMachines,
      startRule,
      amendRule,
      preview,
      rulesFiles,
      decideReviews,
      redriveDeadLetters,
      steerExecutions: steering.steerExecutions,
      erasures,
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
    const functions = functionsBelow(this);
    new WorkMetrics(this, 'WorkMetrics', { functions });
    new LogQueries(this, 'LogQueries', { functions });
    new SystemDashboard(this, 'Dashboard', { stateMachine, api, topic });
    const alarms = new Construct(this, 'Alarms');
    tellAlarms(this, createMailTopic(alarms, 'application-alarms', alarmEmail));
    this.#redrive.reach(this);
    trustThisAccountOnly(this);
  }

  /** Lets operators see the queues of another stack and redrive its dead-letter messages. */
  redriveAlso(stack: Stack): void {
    this.#redrive.reach(stack);
  }

  /** Origin of the console. In prod no page of somebody's machine may sign people in, so the default has no host. */
  #consoleOrigins({ name }: ApplicationStage): readonly string[] {
    const origin = new CfnParameter(this, 'ConsoleOrigin', {
      default: name === 'prod' ? 'https://console.invalid' : 'http://localhost:4567',
      description: 'Origin of the console: a URL without a path',
    });
    return [origin.valueAsString];
  }

  #alarmOnThrottling(): void {
    alarmFrom(this, 'Throttled', sumOverFunctions(this, 'Throttles'), {
      alarmName: named(this, 'functions-throttled'),
      alarmDescription: 'Lambda throttles functions of this system: the account has reached its concurrency limit.',
      threshold: 10,
      period: Duration.minutes(5),
    });
  }
}

/** Synthesizes without the BootstrapVersion parameter and rule, which only a bootstrapped account can resolve. */
function withoutBootstrapRule(): IStackSynthesizer {
  // The cast is needed because the class declares `qualifier: string | undefined`, but the interface `qualifier?:
  // string`.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
