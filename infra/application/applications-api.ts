import { ArnFormat, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, type HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Archive, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { type ApiFunction, HEAVY_ROUTES, ROUTES } from '../../api/routes.ts';
import * as accept from '../../handlers/applications/accept-submissions/contract.ts';
import * as answer from '../../handlers/operations/answer-queries/contract.ts';
import * as replay from '../../handlers/operations/replay-archive/contract.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { alarmOnAny } from '../constructs/alarm-on-any.ts';
import { allow, BundledFunction } from '../constructs/bundled-function.ts';
import { createHttpStage } from '../constructs/http-stage.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { named } from '../constructs/named.ts';
import { allowEvents } from './allow-events.ts';
import type { Erasures } from './erasures.ts';
import { acknowledgeExecutions, executionsOf, machineName } from './executions.ts';
import type { People } from './people.ts';
import type { ReplayPreview } from './replay-preview.ts';
import type { ApplicationStage } from './stage.ts';

export interface ApplicationsApiProps {
  readonly stage: ApplicationStage;
  readonly bus: EventBus;
  readonly archive: Archive;
  readonly people: People;
  /** Origins whose pages may call the API (CORS). */
  readonly consoleOrigins: readonly string[];
  /** Names of other state machines whose executions operators may see. */
  readonly otherMachines: readonly string[];
  /** The rule that starts the workflow. A replay sends events only to this rule and to `amendRule`. */
  readonly startRule: Rule;
  /** The rule that takes amendments. */
  readonly amendRule: Rule;
  readonly preview: ReplayPreview;
  /** Files with the rules that the checks apply. */
  readonly rulesFiles: Readonly<Record<string, string>>;
  readonly decideReviews: BundledFunction;
  readonly erasures: Erasures;
  readonly redriveDeadLetters: BundledFunction;
  readonly steerExecutions: BundledFunction;
  readonly tables: {
    readonly applications: Table;
    readonly reviews: Table;
    readonly absences: Table;
    readonly accounts: Table;
    readonly notifications: Table;
    readonly applicantIndex: Table;
    readonly caseFiles: { readonly entries: Table; readonly seals: Table; readonly measures: Table };
  };
}

/** ARN pattern of all rules, including rules on custom buses. */
const rulesBelow = (scope: Construct, resourceName: string): string =>
  Stack.of(scope).formatArn({ service: 'events', resource: 'rule', resourceName });

const statesArn = (scope: Construct, resource: string, resourceName: string): string =>
  Stack.of(scope).formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });

const isHeavy = (route: string): boolean => HEAVY_ROUTES.some((heavy) => heavy === route);

/** True if a function answers several methods of the same path. */
function answersOnePathTwice(name: string): boolean {
  const own = Object.entries(ROUTES).filter(([, { answeredBy }]) => answeredBy === name);
  const paths = own.map(([route]) => route.replace(/^\w+ /, ''));
  return new Set(paths).size < paths.length;
}

/** The HTTP API for people and submitting systems. Every route requires a token of the user pool. */
export class ApplicationsApi extends Construct {
  /** URL of the API without a path. */
  readonly url: string;
  readonly api: HttpApi;
  readonly #props: ApplicationsApiProps;

  constructor(scope: Construct, id: string, props: ApplicationsApiProps) {
    super(scope, id);
    this.#props = props;
    const api = this.#createApi();
    this.api = api;
    this.url = api.apiEndpoint;
    const routes = this.#addRoutes(api, {
      'accept-submissions': this.#createAcceptSubmissions(),
      'answer-queries': this.#createAnswerQueries(),
      'decide-reviews': props.decideReviews,
      'erase-applicants': props.erasures.eraseApplicants,
      'redrive-dead-letters': props.redriveDeadLetters,
      'replay-archive': this.#createReplayArchive(),
      'steer-executions': props.steerExecutions,
    });
    const heavyRoutes = Object.fromEntries(Object.entries(routes).filter(([key]) => isHeavy(key)));
    createHttpStage(this, { httpApi: api, stage: props.stage, heavyRoutes });
    alarmOnAny(this, 'ServerErrors', api.metricServerError({ statistic: 'Sum' }), {
      alarmName: named(this, 'account-applications-api-errors'),
      alarmDescription: 'A request to the API failed with a server error (5xx).',
    });
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint }).overrideLogicalId('ApiUrl');
  }

  #createApi(): HttpApi {
    const { people, consoleOrigins } = this.#props;
    const { pool, client, submitClient } = people;
    return new HttpApi(this, 'HttpApi', {
      apiName: named(this, 'account-applications-api'),
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...consoleOrigins],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
        exposeHeaders: ['etag', 'location'],
      },
      defaultAuthorizer: new HttpJwtAuthorizer('Tokens', pool.userPoolProviderUrl, {
        authorizerName: 'tokens',
        jwtAudience: [client.userPoolClientId, submitClient.userPoolClientId],
      }),
    });
  }

  /** Returns the routes by their keys. */
  #addRoutes(
    api: HttpApi,
    functions: Readonly<Record<ApiFunction, BundledFunction>>,
  ): Readonly<Record<string, HttpRoute>> {
    const integrations = new Map(
      Object.entries(functions).map(([name, made]) => {
        // A permission names a path, not a method: two routes of one path would have the same permission twice.
        const scopePermissionToRoute = !answersOnePathTwice(name);
        return [name, new HttpLambdaIntegration(name, made.live, { scopePermissionToRoute })];
      }),
    );
    const made: Record<string, HttpRoute> = {};
    for (const [route, { answeredBy }] of Object.entries(ROUTES)) {
      const [method = '', path = ''] = route.split(' ');
      const integration = integrations.get(answeredBy);
      if (integration === undefined) throw new Error(`The route ${route} has no function that answers it.`);
      const [added] = api.addRoutes({
        path,
        methods: [method === 'GET' ? HttpMethod.GET : HttpMethod.POST],
        integration,
      });
      if (added !== undefined) made[route] = added;
    }
    return made;
  }

  #createAcceptSubmissions(): BundledFunction {
    const { stage, bus, startRule, amendRule, erasures, tables } = this.#props;
    const table = { tableName: 'submissions', key: 'id', expiresBy: accept.EXPIRES_AT, stage };
    const submissions = new KeyedTable(this, 'Submissions', table).table;
    erasures.alsoIn(submissions);
    const made = new BundledFunction(this, 'AcceptSubmissions', {
      name: 'accept-submissions',
      stage,
      environment: {
        [accept.ENV.applicationsTable]: tables.applications.tableName,
        [accept.ENV.submissionsTable]: submissions.tableName,
        [accept.ENV.busName]: bus.eventBusName,
        [accept.ENV.submissionDays]: String(stage.retention.submissions.toDays()),
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [tables.applications.tableArn]),
        allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], [submissions.tableArn]),
        allowEvents(bus, 'accept-submissions'),
      ],
    });
    // The rules must take events of the API's source before the function sends them.
    made.function.node.addDependency(startRule, amendRule);
    return made;
  }

  #createReplayArchive(): BundledFunction {
    const { stage, archive, bus, startRule, amendRule, preview, rulesFiles, tables } = this.#props;
    const replays = Stack.of(this).formatArn({ service: 'events', resource: 'replay', resourceName: '*' });
    const table = { tableName: 'rule-trials', key: 'id', expiresBy: replay.TRIAL_EXPIRES_AT, stage };
    const trials = new KeyedTable(this, 'RuleTrials', table).table;
    const made = new BundledFunction(this, 'ReplayArchive', {
      name: 'replay-archive',
      stage,
      files: rulesFiles,
      timeout: Duration.seconds(29),
      environment: {
        [replay.ENV.applicationsTable]: tables.applications.tableName,
        [replay.ENV.archiveName]: archive.archiveName,
        [replay.ENV.busArn]: bus.eventBusArn,
        [replay.ENV.startRuleArn]: startRule.ruleArn,
        [replay.ENV.amendRuleArn]: amendRule.ruleArn,
        [replay.ENV.previewRuleArn]: preview.rule.ruleArn,
        [replay.ENV.previewQueueUrl]: preview.queue.queueUrl,
        [replay.ENV.trialsTable]: trials.tableName,
        [replay.ENV.trialDays]: String(stage.retention.trials.toDays()),
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [tables.applications.tableArn]),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [trials.tableArn]),
        allow(['states:DescribeExecution'], [executionsOf(this)]),
        allow(['events:DescribeArchive'], [archive.archiveArn]),
        allow(['events:StartReplay'], [replays]),
        allow(['events:ListReplays'], ['*']),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], [preview.queue.queueArn]),
      ],
      whyEveryResource: 'ListReplays supports no resource in a policy.',
    });
    acknowledgeExecutions(made);
    const finding = 'Resource::arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:replay/*';
    acknowledge(
      made,
      `AwsSolutions::AwsSolutions-IAM5[${finding}]`,
      'The name of a replay is generated when the replay starts.',
    );
    return made;
  }

  #createAnswerQueries(): BundledFunction {
    const { stage, archive, bus, otherMachines, rulesFiles, erasures, tables } = this.#props;
    const machines = [machineName(this), ...otherMachines];
    const machineArns = machines.map((name) => statesArn(this, 'stateMachine', name));
    const { applications, reviews, absences, accounts, notifications, caseFiles, applicantIndex } = tables;
    const indexes = [
      `${applications.tableArn}/index/${answer.INDEXES.byState}`,
      `${reviews.tableArn}/index/${answer.INDEXES.byState}`,
      `${reviews.tableArn}/index/${answer.INDEXES.byDueDate}`,
    ];
    const made = new BundledFunction(this, 'AnswerQueries', {
      name: 'answer-queries',
      stage,
      files: rulesFiles,
      environment: {
        [answer.ENV.applicationsTable]: applications.tableName,
        [answer.ENV.reviewsTable]: reviews.tableName,
        [answer.ENV.absencesTable]: absences.tableName,
        [answer.ENV.accountsTable]: accounts.tableName,
        [answer.ENV.notificationsTable]: notifications.tableName,
        [answer.ENV.erasuresTable]: erasures.table.tableName,
        [answer.ENV.secondSeesFirst]: String(stage.reviewPolicy.secondSeesFirst),
        [answer.ENV.caseEntriesTable]: caseFiles.entries.tableName,
        [answer.ENV.caseSealsTable]: caseFiles.seals.tableName,
        [answer.ENV.measuresTable]: caseFiles.measures.tableName,
        [answer.ENV.applicantIndexTable]: applicantIndex.tableName,
        [answer.ENV.archiveArn]: archive.archiveArn,
        [answer.ENV.busName]: bus.eventBusName,
        [answer.ENV.stateMachineArns]: machineArns.join(','),
        [answer.ENV.teams]: JSON.stringify(stage.teams),
      },
      mayCall: [
        allow(
          ['dynamodb:GetItem'],
          [applications, reviews, absences, accounts, notifications, erasures.table, caseFiles.seals].map(
            ({ tableArn }) => tableArn,
          ),
        ),
        allow(
          ['dynamodb:Query'],
          [...indexes, caseFiles.entries.tableArn, caseFiles.measures.tableArn, applicantIndex.tableArn],
        ),
        allow(['dynamodb:Scan'], [absences.tableArn]),
        allow(['dynamodb:BatchGetItem'], [applications.tableArn]),
        allow(
          ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
          machines.map((name) => statesArn(this, 'execution', `${name}:*`)),
        ),
        allow(['states:ListExecutions'], machineArns),
        allow(['events:ListReplays', 'events:TestEventPattern'], ['*']),
        allow(['events:ListRules', 'events:ListTargetsByRule'], [rulesBelow(this, '*')]),
      ],
      whyEveryResource: 'ListReplays and TestEventPattern support no resource in a policy.',
    });
    const ofAccount = '<AWS::Region>:<AWS::AccountId>';
    const shown = [[`events:${ofAccount}:rule/*`, 'The function shows operators all rules of two buses.']];
    for (const name of machines)
      shown.push([
        `states:${ofAccount}:execution:${name}:*`,
        `Names of executions of ${name} are not known in advance.`,
      ]);
    for (const [resource, why = ''] of shown)
      acknowledge(made, `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${resource}]`, why);
    return made;
  }
}
