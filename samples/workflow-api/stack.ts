import { join } from 'node:path';
import { ArnFormat, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiKey,
  AwsIntegration,
  type CfnUsagePlan,
  EndpointType,
  type IResource,
  LambdaIntegration,
  LogGroupLogDestination,
  Period,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import { allow, BundledFunction } from '../../infra/constructs/bundled-function.ts';
import { ignoreChecks } from '../../infra/constructs/cfn-lint.ts';
import { KeyedTable } from '../../infra/constructs/keyed-table.ts';
import { createMachine } from '../../infra/constructs/machine.ts';
import { named } from '../../infra/constructs/named.ts';
import { acknowledgeNist, nist } from '../../infra/constructs/nist.ts';
import type { Stage } from '../../infra/constructs/stage.ts';
import { StatusNotifications } from './status-notifications.ts';

export interface WorkflowApiProps {
  readonly stage: Stage;
  /** E-mail address for a mail about each status change. If undefined, nobody gets them. */
  readonly notificationEmail: string | undefined;
  /** If true, status changes are also sent to Kinesis and Firehose. */
  readonly hasStreams: boolean;
}

const NAME = 'workflow-api';
/** Rate limit (requests per second) and burst limit. */
const LIMIT = { rateLimit: 100, burstLimit: 200 };

/** Sample: a REST API with an API key, which starts executions that wait for a callback. */
export class WorkflowApiStack extends Stack {
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, { stage, notificationEmail, hasStreams }: WorkflowApiProps) {
    super(scope, id);
    acknowledgeNist(this);
    // W7001 reports an unused mapping: CDK's Firehose construct adds one that only destinations in a VPC use.
    ignoreChecks(this, 'W7001');
    this.#stage = stage;
    const machine = this.#createMachine();
    const api = this.#createApi();
    this.#addMethods(api, machine);
    this.#createPlan(api);
    new StatusNotifications(this, 'Notifications', { stage, machine, notificationEmail, hasStreams });
    new CfnOutput(this, 'WorkflowApiUrl', { value: api.url }).overrideLogicalId('WorkflowApiUrl');
  }

  #createMachine(): StateMachine {
    const tokens = new KeyedTable(this, 'Tokens', { tableName: 'callback-tokens', key: 'id', stage: this.#stage })
      .table;
    const keepToken = new BundledFunction(this, 'KeepToken', {
      name: 'keep-token',
      stage: this.#stage,
      environment: { TOKENS_TABLE: tokens.tableName },
      mayCall: [allow(['dynamodb:PutItem'], [tokens.tableArn])],
    }).function;
    const machine = createMachine(this, {
      name: 'callback',
      stage: this.#stage,
      definition: join(import.meta.dirname, 'callback.asl.json'),
      calls: { KeepToken: keepToken },
      substitutions: {},
      mayCall: [],
    });
    // E3601 is turned off because it rejects OutputPath in a Succeed state.
    (machine.node.defaultChild as CfnStateMachine).addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    return machine;
  }

  #createApi(): RestApi {
    const logs = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apis/${named(this, NAME)}`,
      retention: this.#stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const api = new RestApi(this, 'Api', {
      restApiName: named(this, NAME),
      cloudWatchRole: false,
      endpointTypes: [EndpointType.REGIONAL],
      defaultMethodOptions: { apiKeyRequired: true },
      deployOptions: {
        stageName: 'prod',
        tracingEnabled: true,
        throttlingRateLimit: LIMIT.rateLimit,
        throttlingBurstLimit: LIMIT.burstLimit,
        accessLogDestination: new LogGroupLogDestination(logs),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields({
          caller: false,
          httpMethod: true,
          ip: false,
          protocol: true,
          requestTime: true,
          resourcePath: true,
          responseLength: true,
          status: true,
          user: false,
        }),
      },
    });
    const validation = 'Step Functions and the function validate their own input and return errors.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG2', validation);
    const firewall = 'API Gateway refuses callers without a key, and throttles each key.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG3', firewall);
    acknowledge(api, nist('APIGWAssociatedWithWAF'), firewall);
    const keys = 'The API is for programs with an API key; people use the console.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG4', keys);
    acknowledge(api, 'AwsSolutions::AwsSolutions-COG4', keys);
    const executionLog = 'The access log has each request and its status; bodies must not be logged.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG6', executionLog);
    acknowledge(api, nist('APIGWExecutionLoggingEnabled'), executionLog);
    const cache = 'Answers change with each execution, so they are not cached.';
    acknowledge(api, nist('APIGWCacheEnabledAndEncrypted'), cache);
    const backends = 'The API calls functions and Step Functions with an IAM role, so a client certificate has no use.';
    acknowledge(api, nist('APIGWSSLEnabled'), backends);
    return api;
  }

  #addMethods(api: RestApi, machine: StateMachine): void {
    const sayHello = new BundledFunction(this, 'SayHello', { name: 'say-hello', stage: this.#stage }).live;
    api.root.addResource('hello').addMethod('GET', new LambdaIntegration(sayHello, { allowTestInvoke: false }));
    const role = new Role(this, 'ApiRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
    const executions = this.formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${named(this, 'callback')}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    role.addToPolicy(allow(['states:StartExecution'], [machine.stateMachineArn]));
    role.addToPolicy(allow(['states:DescribeExecution', 'states:StopExecution'], [executions]));
    const finding = `Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${named(this, 'callback')}:*`;
    acknowledge(
      role,
      `AwsSolutions::AwsSolutions-IAM5[${finding}]`,
      'The names of executions are not known at deployment.',
    );
    const action = api.root.addResource('action');
    const actions = { start: 'StartExecution', status: 'DescribeExecution', stop: 'StopExecution' };
    for (const [path, name] of Object.entries(actions)) addAction(action.addResource(path), name, role);
  }

  #createPlan(api: RestApi): void {
    const plan = api.addUsagePlan('Plan', {
      name: named(this, NAME),
      quota: { limit: 5_000, period: Period.MONTH, offset: 2 },
      throttle: LIMIT,
    });
    // Replaces CDK's value, because it has an empty throttle for each method, which CloudFormation rejects.
    const stages = [{ apiId: api.restApiId, stage: api.deploymentStage.stageName }];
    (plan.node.defaultChild as CfnUsagePlan).apiStages = stages;
    plan.addApiKey(new ApiKey(this, 'Key', { apiKeyName: named(this, NAME) }));
  }
}

/** Passes the request body to Step Functions unchanged and returns its answer with its status. */
function addAction(resource: IResource, action: string, credentialsRole: Role): void {
  const integrationResponses = [
    { statusCode: '200' },
    { statusCode: '400', selectionPattern: '4\\d{2}' },
    { statusCode: '500', selectionPattern: '5\\d{2}' },
  ];
  resource.addMethod(
    'POST',
    new AwsIntegration({ service: 'states', action, options: { credentialsRole, integrationResponses } }),
    {
      methodResponses: integrationResponses.map(({ statusCode }) => ({ statusCode })),
    },
  );
}
