import { isList, isObject, type Value, type ValueObject } from '../../cloudformation/value.ts';
import { withApiNames, withSdkNames } from './sdk-names.ts';

/** A service as the AWS SDK integrations of Step Functions and EventBridge Scheduler name it. */
export interface SdkService {
  /** The service's name in this runtime. */
  readonly service: string;
  /** The service's id in the AWS SDK for Java 2.x; Step Functions takes it as prefix of error names. */
  readonly id: string;
  /** Set if the service's API uses camelCase member names; the integrations always use PascalCase. */
  readonly camelCase?: true;
}

/** The SDK services, by the name in `aws-sdk:<name>:<action>`. */
export const SDK_SERVICES: Readonly<Record<string, SdkService>> = {
  cloudwatchlogs: { service: 'logs', id: 'CloudWatchLogs', camelCase: true },
  dynamodb: { service: 'dynamodb', id: 'DynamoDb' },
  eventbridge: { service: 'events', id: 'EventBridge' },
  iam: { service: 'iam', id: 'Iam' },
  lambda: { service: 'lambda', id: 'Lambda' },
  scheduler: { service: 'scheduler', id: 'Scheduler' },
  schemas: { service: 'schemas', id: 'Schemas' },
  ses: { service: 'ses', id: 'Ses' },
  sesv2: { service: 'ses', id: 'SesV2' },
  sfn: { service: 'states', id: 'Sfn', camelCase: true },
  sns: { service: 'sns', id: 'Sns' },
  sqs: { service: 'sqs', id: 'Sqs' },
  ssm: { service: 'ssm', id: 'Ssm' },
  sts: { service: 'sts', id: 'Sts' },
};

/** Members that are strings in the services' APIs. An object is sent as JSON text. */
const TEXTS = new Set(['Detail', 'Input', 'Message', 'MessageBody', 'Output', 'Payload']);

/** The input of the service's action for a request with the names of the AWS SDK. */
export const sdkInput = (fields: ValueObject, { service, camelCase }: SdkService): Record<string, unknown> => {
  const entries = Object.entries(withApiNames(service, fields)).map(([name, value]) => [
    name,
    TEXTS.has(name) ? asText(value) : value,
  ]);
  const texts = Object.fromEntries(entries);
  if (service === 'lambda' && typeof texts.Payload === 'string') texts.Payload = Buffer.from(texts.Payload);
  return camelCase ? renamed(texts, camel) : texts;
};

/** The output of a service's action with the names of the AWS SDK. */
export const sdkOutput = (answer: ValueObject, { service, camelCase }: SdkService): ValueObject =>
  withSdkNames(service, camelCase ? renamed(answer, pascal) : answer);

/** A value for a member of type string: a string as it is, any other value as JSON text. */
const asText = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Renames the members of a document at every depth. The keys of tags keep their names. */
const renamed = (object: ValueObject, rename: (name: string) => string): ValueObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      rename(name),
      pascal(name) === 'Tags' && isObject(value) ? value : renamedValue(value, rename),
    ]),
  );

const renamedValue = (value: Value, rename: (name: string) => string): Value => {
  if (isList(value)) return value.map((each) => renamedValue(each, rename));
  return isObject(value) ? renamed(value, rename) : value;
};
