import { writeFileSync } from 'node:fs';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AuthorizationType, Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Code,
  EventSourceMapping,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

// Validation of the template takes two thirds of a synthesis; the runtime reads the template itself.
process.env.CDK_VALIDATION = 'false';

/**
 * Logs a line for each different `by-<caller>` in the event, with the qualifier of the invoked ARN and with the version that runs.
 * With `failsOn`, events with this text fail.
 */
export const sourceOf = (failsOn = 'never'): string => `
exports.handler = async (event, { invokedFunctionArn, functionVersion }) => {
  const text = JSON.stringify(event);
  const qualifier = invokedFunctionArn.split(':')[7] ?? 'none';
  const env = process.env.AWS_LAMBDA_FUNCTION_VERSION;
  const callers = Array.from(text.matchAll(/by-([a-z]+(-[0-9]+)?)/g), ([, caller]) => caller);
  for (const caller of new Set(callers))
    console.log('called ' + JSON.stringify({ caller, qualifier, functionVersion, env }));
  if (text.includes('${failsOn}')) throw new Error('The event has the text ${failsOn}.');
  return { isAuthorized: true, statusCode: 200, body: functionVersion };
};`;

/** The function `show` with the alias `live`, which CodeDeploy moves on AWS. */
const addFunction = (stack: Stack): Alias => {
  const show = new LambdaFunction(stack, 'Show', {
    functionName: 'show',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(sourceOf('poison')),
    logGroup: new LogGroup(stack, 'Logs', { logGroupName: '/aws/lambda/show' }),
  });
  const alias = new Alias(stack, 'Live', { aliasName: 'live', version: show.currentVersion as IVersion });
  new LambdaDeploymentGroup(stack, 'Deployment', {
    alias,
    deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  });
  return alias;
};

const addEvents = (stack: Stack, live: IFunction): void => {
  const bus = new EventBus(stack, 'Bus', { eventBusName: 'shop' });
  const deadLetterQueue = new Queue(stack, 'Dead', { queueName: 'dead' });
  const targets = [new FunctionTarget(live, { deadLetterQueue })];
  new Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['shop'] }, targets });
  const topic = new Topic(stack, 'Topic', { topicName: 'news' });
  topic.addSubscription(new LambdaSubscription(live));
  new Schedule(stack, 'Schedule', {
    schedule: ScheduleExpression.rate(Duration.hours(1)),
    target: new LambdaInvoke(live, { input: ScheduleTargetInput.fromObject({ caller: 'by-schedule' }) }),
  });
};

const addSources = (stack: Stack, live: Alias): void => {
  const queue = new Queue(stack, 'Queue', { queueName: 'queue' });
  queue.grantConsumeMessages(live);
  new EventSourceMapping(stack, 'FromQueue', { target: live as IFunction, eventSourceArn: queue.queueArn });
  const table = new Table(stack, 'Table', {
    tableName: 'table',
    partitionKey: { name: 'id', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.KEYS_ONLY,
  });
  table.grantStreamRead(live);
  new EventSourceMapping(stack, 'FromStream', {
    target: live as IFunction,
    eventSourceArn: String(table.tableStreamArn),
    startingPosition: StartingPosition.TRIM_HORIZON,
  });
  const source = new Queue(stack, 'Piped', { queueName: 'piped' });
  const role = new Role(stack, 'PipeRole', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
  source.grantConsumeMessages(role);
  live.grantInvoke(role);
  const ends = { source: source.queueArn, enrichment: live.functionArn, target: live.functionArn };
  new CfnPipe(stack, 'Pipe', {
    ...ends,
    roleArn: role.roleArn,
    targetParameters: { inputTemplate: '{"caller":"by-target"}' },
  });
};

const addApis = (stack: Stack, live: IFunction, schemaFile: string): void => {
  const http = new HttpApi(stack, 'Http', {
    defaultAuthorizer: new HttpLambdaAuthorizer('Guard', live, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.x-caller'],
      resultsCacheTtl: Duration.seconds(0),
    }),
  });
  const integration = new HttpLambdaIntegration('Show', live);
  http.addRoutes({ path: '/show', methods: [HttpMethod.GET], integration });
  const rest = new RestApi(stack, 'Rest', { cloudWatchRole: false });
  rest.root.addResource('by-rest').addMethod('GET', new LambdaIntegration(live));
  const graphql = new GraphqlApi(stack, 'Graph', {
    name: 'graph',
    definition: Definition.fromFile(schemaFile),
    authorizationConfig: { defaultAuthorization: { authorizationType: AuthorizationType.API_KEY } },
  });
  const fields = { typeName: 'Query', fieldName: 'show' };
  graphql.addLambdaDataSource('Source', live).createResolver('Resolver', fields);
  new CfnOutput(stack, 'HttpUrl', { value: http.apiEndpoint });
  new CfnOutput(stack, 'RestUrl', { value: rest.url });
  new CfnOutput(stack, 'GraphUrl', { value: graphql.graphqlUrl });
  new CfnOutput(stack, 'GraphKey', { value: String(graphql.apiKey) });
};

/** The role of `machine` may invoke the alias, the role of `refused` only the function without a qualifier. */
const addMachines = (stack: Stack, alias: Alias): void => {
  for (const [stateMachineName, functionArn] of [
    ['machine', alias.functionArn],
    ['refused', alias.lambda.functionArn],
  ] as const) {
    const role = new Role(stack, `${stateMachineName}Role`, {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    const states = { Call: { Type: 'Task', Resource: alias.functionArn, End: true } };
    new CfnStateMachine(stack, stateMachineName, {
      stateMachineName,
      roleArn: role.roleArn,
      definitionString: stack.toJsonString({ StartAt: 'Call', States: states }),
    }).node.addDependency(role);
  }
};

/** Synthesizes a stack in which each kind of caller names the alias of the same function. Returns the assembly. */
export const synthesizeCallers = (outdir: string): string => {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'callers');
  const alias = addFunction(stack);
  const live = alias as IFunction;
  addEvents(stack, live);
  addSources(stack, alias);
  const schemaFile = `${outdir}.graphql`;
  writeFileSync(schemaFile, 'type Query { show(caller: String): String }');
  addApis(stack, live, schemaFile);
  addMachines(stack, alias);
  return app.synth().directory;
};
