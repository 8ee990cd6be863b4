import type { Kernel } from '../core/kernel.ts';
import { createMail, type Mailbox } from '../core/mail/mailbox.ts';
import type { ServiceModule } from '../core/service.ts';
import type { RawSite, Site } from '../gateway/gateway.ts';
import { createHttpApi } from '../services/apigateway/http/http-api.ts';
import { createRestApi } from '../services/apigateway/rest/rest-api.ts';
import { createAppsync } from '../services/appsync/appsync.ts';
import { createIdentity } from '../services/cognito/identity.ts';
import { createDynamoDb } from '../services/dynamodb/dynamodb.ts';
import { createEventBridge } from '../services/eventbridge/event-bridge.ts';
import { type Authorizer, createAuthorizer, type ResourcePolicyOf } from '../services/iam/authorizer.ts';
import { createIam, type RolePolicies } from '../services/iam/iam.ts';
import { createLambda } from '../services/lambda/lambda.ts';
import { createLogs } from '../services/logs/logs.ts';
import { createSes } from '../services/ses/ses.ts';
import { createSns } from '../services/sns/sns.ts';
import { createSqs } from '../services/sqs/sqs.ts';
import { createStepFunctions } from '../services/stepfunctions/step-functions.ts';
import { createSts } from '../services/sts/sts.ts';
import { createDeployer, type Deployer } from '../template/deployer.ts';
import { unitsOfRequest } from './requests.ts';

/** `warn` lets calls happen that no policy allows, and reports them. */
export type IamMode = 'enforce' | 'warn';

/** The services of a running runtime, and what its own API shows of them. */
export interface Parts {
  readonly kernel: Kernel;
  /** In the order in which they start; they stop the other way round. */
  readonly modules: readonly ServiceModule[];
  /** What is served besides AWS's own protocols. */
  readonly sites: readonly (Site | RawSite)[];
  readonly mailbox: Mailbox;
  readonly authorizer: Authorizer;
  readonly deployer: Deployer;
  readonly rolePolicies: RolePolicies;
  readonly resourcePolicyOf: ResourcePolicyOf;
  /** Has the functions ready that state machines call. */
  warm(): void;
}

/** Makes the services, registers them with the kernel, and holds every call among them to the policies. */
export const createParts = (kernel: Kernel, mode: IamMode): Parts => {
  const mailbox = createMail(kernel);
  const iam = createIam(kernel);
  const sqs = createSqs(kernel);
  const sns = createSns(kernel, mailbox);
  const lambda = createLambda(kernel, { queueSignals: sqs });
  const events = createEventBridge(kernel);
  const publishAwsEvent = async (entry: Record<string, unknown>) => {
    await kernel.services.call('events', 'PutAwsEvents', { Entries: [entry] }, kernel.identities.administrator());
  };
  const states = createStepFunctions(kernel, { publishAwsEvent });
  const identity = createIdentity(kernel);
  const httpApi = createHttpApi(kernel, { issuers: identity.issuers });
  const restApi = createRestApi(kernel);
  const appsync = createAppsync(kernel);
  const deployer = createDeployer(kernel);
  const resourcePolicies: { readonly [service: string]: ResourcePolicyOf } = {
    sqs: sqs.resourcePolicy,
    sns: sns.resourcePolicy,
    lambda: lambda.resourcePolicy,
    events: events.resourcePolicy,
  };
  const authorizer = createAuthorizer(kernel, {
    mode,
    rolePolicies: iam.rolePolicies,
    resourcePolicies,
    stateMachineOfTask: states.stateMachineOfTask,
    isDeployed: (arn) => deployer.isDeployed(arn),
  });
  const modules = [
    createSts(kernel),
    iam,
    createLogs(kernel),
    createSes(kernel, mailbox),
    createDynamoDb(kernel),
    sqs,
    sns,
    lambda,
    events,
    states,
    identity,
    httpApi,
    restApi,
    appsync,
  ];
  for (const { service } of modules) kernel.services.register(service);
  kernel.services.enforce(authorizer.authorize);
  kernel.services.watch((service, action, input, answer) => {
    for (const [unit, amount] of unitsOfRequest({ service, action, input, answer }))
      kernel.meter.add(service, unit, amount);
  });
  const resourcePolicyOf: ResourcePolicyOf = (arn) => resourcePolicies[serviceOf(arn)]?.(arn);
  const sites = [identity.site, httpApi.site, restApi.site, appsync.site];
  return {
    ...{ kernel, modules, sites, mailbox, authorizer, deployer, rolePolicies: iam.rolePolicies, resourcePolicyOf },
    warm: () => lambda.warm(states.functionsInDefinitions()),
  };
};

const serviceOf = (arn: string): string => arn.split(':', 3)[2] ?? '';
