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
import { acknowledgeNist, nist } from '../../infra/constructs/nist.ts';
import type { Stage } from '../../infra/constructs/stage.ts';
import { StatusNotifications } from './status-notifications.ts';

export interface WorkflowApiProps {
  readonly stage: Stage;
  /** Receives a mail about each status; without it the topic has no subscription. */
  readonly notificationEmail: string | undefined;
  /** Also sends status changes to Kinesis and Firehose. */
  readonly hasStreams: boolean;
}

const NAME = 'workflow-api';
/** Rate limit (requests per second) and burst limit. */
const LIMIT = { rateLimit: 100, burstLimit: 200 };

/** A state machine that waits for a callback, behind a REST API that requires an API key. */
export class WorkflowApiStack extends Stack {
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, { stage, notificationEmail, hasStreams }: WorkflowApiProps) {
    super(scope, id);
    acknowledgeNist(this);
    // Firehose's construct adds a mapping of CIDR blocks that only destinations in a VPC use.
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
    // cfn-lint does not accept OutputPath in a Succeed state.
    (machine.node.defaultChild as CfnStateMachine).addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    return machine;
  }

  #createApi(): RestApi {
    const logs = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apis/${NAME}`,
      retention: this.#stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const api = new RestApi(this, 'Api', {
      restApiName: NAME,
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
    const validation = 'Each service checks its own input and says what is wrong with it.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG2', validation);
    const firewall = 'Who has no key is refused before anything runs, and keys are throttled.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG3', firewall);
    acknowledge(api, nist('APIGWAssociatedWithWAF'), firewall);
    const keys = 'It is for machines that hold a key, as its source has it; people use the console.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG4', keys);
    acknowledge(api, 'AwsSolutions::AwsSolutions-COG4', keys);
    const executionLog = 'The access log says who was answered what; bodies must not be logged.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-APIG6', executionLog);
    acknowledge(api, nist('APIGWExecutionLoggingEnabled'), executionLog);
    const cache = 'Every answer is of the moment: nothing is cached.';
    acknowledge(api, nist('APIGWCacheEnabledAndEncrypted'), cache);
    const backends =
      'Functions and Step Functions are called by role; there is no backend that a certificate could convince.';
    acknowledge(api, nist('APIGWSSLEnabled'), backends);
    return api;
  }

  #addMethods(api: RestApi, machine: StateMachine): void {
    const sayHello = new BundledFunction(this, 'SayHello', { name: 'say-hello', stage: this.#stage }).function;
    api.root.addResource('hello').addMethod('GET', new LambdaIntegration(sayHello, { allowTestInvoke: false }));
    const role = new Role(this, 'ApiRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
    const executions = this.formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: 'callback:*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    role.addToPolicy(allow(['states:StartExecution'], [machine.stateMachineArn]));
    role.addToPolicy(allow(['states:DescribeExecution', 'states:StopExecution'], [executions]));
    const finding = 'Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:callback:*';
    acknowledge(role, `AwsSolutions::AwsSolutions-IAM5[${finding}]`, 'Executions are named as they are started.');
    const action = api.root.addResource('action');
    const actions = { start: 'StartExecution', status: 'DescribeExecution', stop: 'StopExecution' };
    for (const [path, name] of Object.entries(actions)) addAction(action.addResource(path), name, role);
  }

  #createPlan(api: RestApi): void {
    const plan = api.addUsagePlan('Plan', {
      name: NAME,
      quota: { limit: 5_000, period: Period.MONTH, offset: 2 },
      throttle: LIMIT,
    });
    // The class writes an empty per-method throttle, which CloudFormation rejects.
    const stages = [{ apiId: api.restApiId, stage: api.deploymentStage.stageName }];
    (plan.node.defaultChild as CfnUsagePlan).apiStages = stages;
    plan.addApiKey(new ApiKey(this, 'Key', { apiKeyName: NAME }));
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
