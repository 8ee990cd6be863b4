import { join } from 'node:path';
import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Activity, type CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { allow, BundledFunction } from '../../infra/constructs/bundled-function.ts';
import { ignoreChecks } from '../../infra/constructs/cfn-lint.ts';
import { createHttpStage } from '../../infra/constructs/http-stage.ts';
import { KeyedTable } from '../../infra/constructs/keyed-table.ts';
import { createMachine } from '../../infra/constructs/machine.ts';
import { createMailTopic, tellAlarms } from '../../infra/constructs/mail-topic.ts';
import { named } from '../../infra/constructs/named.ts';
import { acknowledgeNist } from '../../infra/constructs/nist.ts';
import { ScheduledFunction } from '../../infra/constructs/scheduled-function.ts';
import type { Stage } from '../../infra/constructs/stage.ts';

/** Maximum time for a manager's decision. */
const DECISION = Duration.days(2);
const HEARTBEAT = Duration.minutes(10);

export interface PromotionApprovalProps {
  readonly stage: Stage;
  /** E-mail address for mails about alarms. If undefined, nobody gets them. */
  readonly notificationEmail: string | undefined;
}

/** Sample: a manager approves or denies promotions with a link in an e-mail. */
export class PromotionApprovalStack extends Stack {
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, { stage, notificationEmail }: PromotionApprovalProps) {
    super(scope, id);
    acknowledgeNist(this);
    ignoreChecks(this);
    this.#stage = stage;
    const activity = new Activity(this, 'Approval', { activityName: named(this, 'promotion-approval') });
    const table = { tableName: 'promotion-requests', key: 'id', listedByStateAnd: 'expiresAt', stage };
    const requests = new KeyedTable(this, 'Requests', table).table;
    const machine = createMachine(this, {
      name: 'promotion-approval',
      definition: join(import.meta.dirname, 'promotion-approval.asl.json'),
      calls: {},
      substitutions: {
        ApprovalActivity: activity.activityArn,
        DecisionSeconds: String(DECISION.toSeconds()),
        HeartbeatSeconds: String(HEARTBEAT.toSeconds()),
      },
      mayCall: [],
      stage,
    });
    // E3601 is turned off because it rejects JSONata expressions in TimeoutSeconds and HeartbeatSeconds.
    (machine.node.defaultChild as CfnStateMachine).addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    // Calls with a task token need permission on the activity and on the state machine that waits.
    const waits = [activity.activityArn, machine.stateMachineArn];
    const api = this.#createApi(requests, waits);
    this.#createAskManagers({ activity, requests, waits, apiUrl: api.apiEndpoint });
    tellAlarms(this, createMailTopic(this, 'promotion-approval-alarms', notificationEmail));
  }

  /** The API that serves the decision page. The page opens only with a signed link. */
  #createApi(requests: Table, waits: string[]): HttpApi {
    const environment = { REQUESTS_TABLE: requests.tableName };
    const shared = { stage: this.#stage, environment };
    const checkLink = new BundledFunction(this, 'CheckLink', {
      ...shared,
      name: 'check-link',
      mayCall: [allow(['dynamodb:GetItem'], [requests.tableArn])],
    });
    const decidePromotion = new BundledFunction(this, 'DecidePromotion', {
      ...shared,
      name: 'decide-promotion',
      mayCall: [
        allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [requests.tableArn]),
        allow(['states:SendTaskSuccess', 'states:SendTaskFailure'], waits),
      ],
    });
    const api = new HttpApi(this, 'Api', {
      apiName: named(this, 'promotion-approval'),
      createDefaultStage: false,
      defaultAuthorizer: new HttpLambdaAuthorizer('Links', checkLink.live, {
        authorizerName: 'links',
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        identitySource: ['$request.querystring.expires', '$request.querystring.signature'],
        resultsCacheTtl: Duration.seconds(0),
      }),
    });
    createHttpStage(this, { httpApi: api, stage: this.#stage });
    api.addRoutes({
      path: '/promotions/{id}',
      methods: [HttpMethod.GET, HttpMethod.POST],
      integration: new HttpLambdaIntegration('decide-promotion', decidePromotion.live),
    });
    return api;
  }

  #createAskManagers(asked: {
    readonly activity: Activity;
    readonly requests: Table;
    readonly waits: string[];
    readonly apiUrl: string;
  }): void {
    const { activity, requests, waits, apiUrl } = asked;
    const mailFrom = new CfnParameter(this, 'MailFrom', {
      default: 'promotions@example.com',
      description: 'Sender address of the mails; it must be verified in SES',
    }).valueAsString;
    const sender = this.formatArn({ service: 'ses', resource: 'identity', resourceName: mailFrom });
    new ScheduledFunction(this, 'AskManagers', {
      name: 'ask-managers',
      stage: this.#stage,
      every: Duration.minutes(1),
      timeout: Duration.minutes(3),
      environment: {
        ACTIVITY_ARN: activity.activityArn,
        REQUESTS_TABLE: requests.tableName,
        DECISION_SECONDS: String(DECISION.toSeconds()),
        API_URL: apiUrl,
        MAIL_FROM: mailFrom,
      },
      mayCall: [
        allow(['states:GetActivityTask'], [activity.activityArn]),
        allow(['states:SendTaskHeartbeat', 'states:SendTaskSuccess', 'states:SendTaskFailure'], waits),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [requests.tableArn]),
        allow(['dynamodb:Query'], [`${requests.tableArn}/index/state`]),
        allow(['ses:SendEmail'], [sender]),
      ],
    });
  }
}
