import { text } from '../../core/cloudformation/properties.ts';
import { isList, isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';

/**
 * What a custom resource's provider is asked to do. The provider receives it with a RequestId and a ResponseURL.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** ARN of the function or the topic that receives the request. */
  readonly ServiceToken: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  /** Only in requests of the types Update and Delete. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Value;
  /** Only in requests of the type Update. */
  readonly OldResourceProperties?: Value;
}

/** Longest wait for a response, and the default, in seconds. */
const MAX_TIMEOUT_SECONDS = 3_600;

/** How long to wait for the response, in seconds. `ServiceTimeout` can be an integer from 1 to 3600, also as text. */
export const timeoutSecondsOf = ({ ServiceTimeout }: ValueObject): number =>
  ServiceTimeout === undefined ? MAX_TIMEOUT_SECONDS : Number(ServiceTimeout);

interface RequestProblem {
  readonly property: string;
  readonly message: string;
}

/** A problem of the evaluated properties; undefined if there is none. */
export const requestProblem = (properties: ValueObject): RequestProblem | undefined => {
  const { ServiceToken } = properties;
  if (typeof ServiceToken !== 'string' || !isProvider(ServiceToken))
    return { property: 'ServiceToken', message: `${ServiceToken} is neither the ARN of a function nor of a topic` };
  return isTimeout(timeoutSecondsOf(properties))
    ? undefined
    : { property: 'ServiceTimeout', message: `must be an integer from 1 to ${MAX_TIMEOUT_SECONDS}` };
};

/**
 * A problem that can be seen before the deployment; undefined if there is none. Values that depend on resources are not
 * checked; in nested stacks, parameters can have placeholders for them.
 */
export const earlyRequestProblem = ({ ServiceToken, ServiceTimeout }: ValueObject): RequestProblem | undefined => {
  if (ServiceToken === undefined) return { property: 'ServiceToken', message: 'this property is required' };
  const isArn = typeof ServiceToken === 'string' && ServiceToken.startsWith('arn:');
  const isNumber = typeof ServiceTimeout === 'number' || /^\d+$/.test(text(ServiceTimeout) ?? '');
  return requestProblem({
    ServiceToken: isArn ? ServiceToken : PLACEHOLDER,
    ...(isNumber && ServiceTimeout !== undefined && { ServiceTimeout }),
  });
};

/** In place of a token that is not known yet. */
const PLACEHOLDER = 'arn:aws:lambda:';

const TYPE_NAME = /^(?:AWS::CloudFormation::CustomResource|Custom::[\w@-]+)$/;
const MAX_TYPE_NAME_LENGTH = 60;

/** A problem of the name of a custom resource's type; undefined if there is none. */
export const customTypeProblem = (type: string): { readonly message: string } | undefined =>
  TYPE_NAME.test(type) && type.length <= MAX_TYPE_NAME_LENGTH
    ? undefined
    : {
        message: `the name of the type must have at most ${MAX_TYPE_NAME_LENGTH} letters, digits and characters of _@- after Custom::`,
      };

const isProvider = (arn: string): boolean => /^arn:aws[\w-]*:(?:lambda|sns):/.test(arn);

const isTimeout = (seconds: number): boolean =>
  Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_TIMEOUT_SECONDS;

/** A property as CloudFormation sends it: numbers and booleans, at any depth, become strings. */
export const asSent = (value: Value): Value => {
  if (isList(value)) return value.map(asSent);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asSent(member)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
};
