import { isList, isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { requirementsOf } from '../../services/manifests.ts';

/** The members of the CDK's AwsCustomResource that contain its calls, as JSON text. */
const CALLS = ['Create', 'Update', 'Delete'];

/** The service of each SDK client that functions can load, by the client's name. */
const CLIENTS: { readonly [client: string]: string | undefined } = {
  'cloudwatch-logs': 'logs',
  cloudwatchlogs: 'logs',
  dynamodb: 'dynamodb',
  eventbridge: 'events',
  iam: 'iam',
  lambda: 'lambda',
  scheduler: 'scheduler',
  sesv2: 'ses',
  sfn: 'states',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  stepfunctions: 'states',
  sts: 'sts',
};

/** The type of AwsCustomResource, unless its declaration has another one. */
const TYPE = 'Custom::AWS';

/** Whether a custom resource has the properties of the CDK's AwsCustomResource, whose function makes SDK calls. */
const makesSdkCalls = (properties: ValueObject): boolean =>
  callsIn(properties).some((call) => typeof readCall(call).service === 'string');

/**
 * Whether a custom resource is an AwsCustomResource with a call that the runtime does not support. Functions in
 * `properties` that refer to resources need not be evaluated.
 */
export const hasUnsupportedSdkCall = (type: string, properties: ValueObject): boolean =>
  (type === TYPE || makesSdkCalls(properties)) && !callsIn(properties).every(isSupported);

/** Why the property of AwsCustomResource that installs an SDK from the network is ignored. */
export const NO_INSTALLATION = 'functions load the SDK packages of this machine';

/** The properties that are ignored. */
export const ignoredProperties = (properties: ValueObject): readonly string[] =>
  makesSdkCalls(properties) && properties.InstallLatestAwsSdk !== undefined ? ['InstallLatestAwsSdk'] : [];

/** The properties that the provider receives. */
export const sentProperties = (properties: ValueObject): ValueObject => {
  const ignored = ignoredProperties(properties);
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !ignored.includes(name)));
};

const callsIn = (properties: ValueObject): readonly Value[] =>
  CALLS.flatMap((name) => (properties[name] === undefined ? [] : [properties[name]]));

/** The text of a call, with `0` in place of each value that is not evaluated. */
const roughText = (call: Value): string | undefined => {
  if (typeof call === 'string') return call;
  const join = isObject(call) ? call['Fn::Join'] : undefined;
  const [delimiter, parts] = isList(join) ? join : [];
  if (typeof delimiter !== 'string' || !isList(parts)) return undefined;
  return parts.map((part) => (typeof part === 'string' ? part : '0')).join(delimiter);
};

const isSupported = (call: Value): boolean => {
  const { service, action, assumedRoleArn } = readCall(call);
  if (typeof service !== 'string' || typeof action !== 'string' || assumedRoleArn !== undefined) return false;
  const client = service.toLowerCase().replace(/^@aws-sdk\/client-/, '');
  const name = action.charAt(0).toUpperCase() + action.slice(1).replace(/Command$/, '');
  return requirementsOf(CLIENTS[client] ?? '', name) !== undefined;
};

const readCall = (call: Value): ValueObject => {
  try {
    const value: Value = JSON.parse(roughText(call) ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
};
