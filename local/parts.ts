import { createAppsync } from './appsync/appsync.ts';
import type { ServiceModule } from './aws/service.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import { createEventBridge } from './eventbridge/event-bridge.ts';
import type { RawSite, Site } from './gateway/gateway.ts';
import { createHttpApi } from './httpapi/http-api.ts';
import { type Authorizer, createAuthorizer, type ResourcePolicyOf } from './iam/authorizer.ts';
import { createIam, type RolePolicies } from './iam/iam.ts';
import { createIdentity } from './identity/identity.ts';
import type { Kernel } from './kernel.ts';
import { createLambda } from './lambda/lambda.ts';
import { createLogs } from './logs/logs.ts';
import { createMail, type Mailbox } from './mail/mail.ts';
import { createSes } from './mail/ses.ts';
import { unitsOfRequest } from './meter/requests.ts';
import { createRestApi } from './restapi/rest-api.ts';
import { createSns } from './sns/sns.ts';
import { createSqs } from './sqs/sqs.ts';
import { createStepFunctions } from './stepfunctions/step-functions.ts';
import { createSts } from './sts/sts.ts';
import { createDeployer, type Deployer } from './template/deployer.ts';

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
  kernel.services.watch((service, action, input) => {
    for (const [unit, amount] of unitsOfRequest(service, action, input)) kernel.meter.add(service, unit, amount);
  });
  const resourcePolicyOf: ResourcePolicyOf = (arn) => resourcePolicies[serviceOf(arn)]?.(arn);
  const sites = [identity.site, httpApi.site, restApi.site, appsync.site];
  return {
    ...{ kernel, modules, sites, mailbox, authorizer, deployer, rolePolicies: iam.rolePolicies, resourcePolicyOf },
    warm: () => lambda.warm(states.functionsInDefinitions()),
  };
};

const serviceOf = (arn: string): string => arn.split(':', 3)[2] ?? '';
