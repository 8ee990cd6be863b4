import type { ControlApiServices } from '../control-api/control-api.ts';
import { responseHost } from '../core/cloudformation/response-host.ts';
import type { Kernel } from '../core/kernel.ts';
import type { Mailbox } from '../core/mail/mailbox.ts';
import type { NodePathHandler, PathHandler } from '../core/path-handler.ts';
import type { HoldsPolicies, ServiceModule } from '../core/service.ts';
import { answerInProcess } from '../gateway/answer-in-process.ts';
import { createHttpApi } from '../services/apigateway/http/http-api.ts';
import { createRestApi } from '../services/apigateway/rest/rest-api.ts';
import { createAppsync } from '../services/appsync/appsync.ts';
import { createCloudFormation } from '../services/cloudformation/cloudformation.ts';
import { createCognito } from '../services/cognito/cognito.ts';
import { createDynamoDb } from '../services/dynamodb/dynamodb.ts';
import { createEventBridge } from '../services/eventbridge/event-bridge.ts';
import { type EventEntry, putAwsEvents } from '../services/eventbridge/operations.ts';
import { createAuthorizer, type IamMode, type ResourcePolicyOf } from '../services/iam/authorize/authorizer.ts';
import { createIam } from '../services/iam/iam.ts';
import { createLambda } from '../services/lambda/lambda.ts';
import { createLogs } from '../services/logs/logs.ts';
import { billedUnitsOf, requirementsOf } from '../services/manifests.ts';
import { createPipes } from '../services/pipes/pipes.ts';
import { createScheduler } from '../services/scheduler/scheduler.ts';
import { createSes } from '../services/ses/ses.ts';
import { createSns } from '../services/sns/sns.ts';
import { createSqs } from '../services/sqs/sqs.ts';
import { createSsm } from '../services/ssm/ssm.ts';
import { createStepFunctions } from '../services/stepfunctions/step-functions.ts';
import { createSts } from '../services/sts/sts.ts';
import { CustomResources } from '../template/custom-resources/custom-resources.ts';
import { createDeployer, type Deployer } from '../template/deployer.ts';

/** The services of a running runtime. */
export interface RuntimeServices extends ControlApiServices {
  readonly deployer: Deployer;
  /** In the order in which they start. They stop in reverse order. */
  readonly modules: readonly ServiceModule[];
  /** Path handlers that the gateway serves besides the AWS wire protocols. */
  readonly pathHandlers: readonly (PathHandler | NodePathHandler)[];
  /** Receives signals to wait conditions; needed while the runtime deploys. */
  readonly signalHandler: PathHandler;
  /** Starts an execution environment for each function that a state machine calls. */
  warm(): void;
}

interface ServicesOptions {
  readonly iam?: IamMode | undefined;
  readonly maxUndelivered?: number;
}

/** Creates the services, registers them with the kernel, and checks every call against the IAM policies. */
export const createServices = (
  kernel: Kernel,
  mailbox: Mailbox,
  { iam: mode = 'enforce', maxUndelivered }: ServicesOptions,
): RuntimeServices => {
  const iam = createIam(kernel);
  const sqs = createSqs(kernel);
  const sns = createSns(kernel, mailbox);
  const dynamodb = createDynamoDb(kernel);
  const lambda = createLambda(kernel, {
    queueSignals: sqs,
    streamSource: dynamodb,
    answerCall: (call, signal) =>
      call.headers.host === responseHost(kernel.home.region)
        ? customResources.receive(call)
        : answerInProcess(kernel, call, signal),
  });
  const events = createEventBridge(kernel, maxUndelivered);
  const publishAwsEvent = async (entry: EventEntry) => {
    await kernel.services.call(putAwsEvents, { Entries: [entry] }, kernel.identities.administrator());
  };
  const states = createStepFunctions(kernel, { publishAwsEvent });
  const cognito = createCognito(kernel);
  const httpApi = createHttpApi(kernel, { issuers: cognito.issuers });
  const restApi = createRestApi(kernel, { issuers: cognito.issuers });
  const appsync = createAppsync(kernel, {
    issuers: cognito.issuers,
    answerAws: (request, signal) => answerInProcess(kernel, request, signal),
  });
  const cloudFormation = createCloudFormation(kernel);
  const customResources = new CustomResources(kernel, lambda);
  const deployer = createDeployer(kernel, customResources);
  const resourcePolicies = resourcePoliciesOf([sqs, sns, lambda, events]);
  const authorizer = createAuthorizer(kernel, {
    mode,
    requirementsOf,
    rolePolicies: iam.rolePolicies,
    resourcePolicies,
    stateMachineOfTask: states.stateMachineOfTask,
    isDeployed: (arn) => deployer.isDeployed(arn),
  });
  const modules = [
    createSts(kernel),
    createSsm(kernel),
    iam,
    createLogs(kernel),
    createSes(kernel, mailbox),
    dynamodb,
    sqs,
    sns,
    lambda,
    events,
    states,
    createScheduler(kernel),
    createPipes(kernel, { queueSignals: sqs, streamSource: dynamodb }),
    cognito,
    httpApi,
    httpApi.controlPlane,
    restApi,
    appsync,
    cloudFormation,
  ];
  for (const { service } of modules) kernel.services.register(service);
  kernel.services.enforce(authorizer.authorize);
  meterRequests(kernel);
  return {
    kernel,
    modules,
    pathHandlers: [
      cognito.pathHandler,
      httpApi.pathHandler,
      restApi.pathHandler,
      appsync.pathHandler,
      lambda.pathHandler,
      cloudFormation.pathHandler,
    ],
    signalHandler: cloudFormation.pathHandler,
    mailbox,
    authorizer,
    deployer,
    rolePolicies: iam.rolePolicies,
    resourcePolicyOf: (arn) => resourcePolicies[serviceOf(arn)]?.(arn),
    warm: () => lambda.warm(states.functionsInDefinitions()),
  };
};

const resourcePoliciesOf = (
  modules: readonly (ServiceModule & HoldsPolicies)[],
): { readonly [service: string]: ResourcePolicyOf } =>
  Object.fromEntries(modules.map(({ service, resourcePolicy }) => [service.name, resourcePolicy]));

const meterRequests = (kernel: Kernel): void => {
  kernel.services.watch((service, action, input, answer) => {
    for (const [unit, amount] of billedUnitsOf(service, { action, input, answer }))
      kernel.meter.add(service, unit, amount);
  });
};

const serviceOf = (arn: string): string => arn.split(':', 3)[2] ?? '';
