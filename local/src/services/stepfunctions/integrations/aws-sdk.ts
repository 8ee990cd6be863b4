import { AwsError } from '../../../core/aws/aws-error.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import { isObject, type Json, type JsonObject } from '../language/json.ts';
import { type Answer, asJsonObject, asText, fieldsOf, type Request } from './integration.ts';
import { withApiNames, withSdkNames } from './sdk-names.ts';
import { sdkFailure, TaskFailure } from './task-failure.ts';

interface SdkService {
  /** The service's name in this runtime. */
  readonly service: string;
  /** The service's id in the AWS SDK for Java 2.x; prefix of its error names. */
  readonly id: string;
  /** Set if the service's API uses camelCase member names; the integration always uses PascalCase. */
  readonly camelCase?: true;
}

/** The SDK services, by the name in `aws-sdk:<name>:<action>`. */
export const SDK_SERVICES: Readonly<Record<string, SdkService>> = {
  cloudwatchlogs: { service: 'logs', id: 'CloudWatchLogs', camelCase: true },
  dynamodb: { service: 'dynamodb', id: 'DynamoDb' },
  eventbridge: { service: 'events', id: 'EventBridge' },
  iam: { service: 'iam', id: 'Iam' },
  lambda: { service: 'lambda', id: 'Lambda' },
  schemas: { service: 'schemas', id: 'Schemas' },
  ses: { service: 'ses', id: 'Ses' },
  sesv2: { service: 'ses', id: 'SesV2' },
  sfn: { service: 'states', id: 'Sfn', camelCase: true },
  sns: { service: 'sns', id: 'Sns' },
  sqs: { service: 'sqs', id: 'Sqs' },
  sts: { service: 'sts', id: 'Sts' },
};

/** Members that are strings in the services' APIs. If the state gives an object, the object is sent as JSON text. */
const TEXTS = new Set(['Detail', 'Input', 'Message', 'MessageBody', 'Output', 'Payload']);

/**
 * Calls `aws-sdk:<service>:<action>`. Any action of this runtime's services can be called; see "AWS SDK service
 * integrations". Throws TaskFailure; for an unknown service or action its cause contains the name.
 */
export const performSdkCall = async (request: Request, sdkName: string, action: string): Promise<Answer> => {
  const { kernel, caller } = request;
  const known = SDK_SERVICES[sdkName];
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  if (!known || !kernel.services.has({ service: known.service, action: name }))
    throw new TaskFailure(
      'States.Runtime',
      `The resource arn:aws:states:::aws-sdk:${sdkName}:${action} is not supported by the one-machine runtime.`,
    );
  const requestId = kernel.ids.uuid();
  try {
    const input = inputOf(withApiNames(known.service, fieldsOf(request)), known);
    const answer = asJsonObject(await kernel.services.callByName(known.service, name, input, caller, { requestId }));
    return { output: withSdkNames(known.service, known.camelCase ? renamed(answer, pascal) : answer) };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof StoreUnavailableError) throw error;
    throw sdkFailure(error, { prefix: known.id, service: known.id, base: `${known.id}Exception` }, requestId);
  }
};

const inputOf = (fields: JsonObject, { service, camelCase }: SdkService): Record<string, unknown> => {
  const entries = Object.entries(fields).map(([name, value]) => [name, TEXTS.has(name) ? asText(value) : value]);
  const texts = Object.fromEntries(entries);
  if (service === 'lambda' && typeof texts.Payload === 'string') texts.Payload = Buffer.from(texts.Payload);
  return camelCase ? renamed(texts, camel) : texts;
};

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Renames the members of a document at every depth. The keys of tags keep their names. */
const renamed = (object: JsonObject, rename: (name: string) => string): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      rename(name),
      pascal(name) === 'Tags' && isObject(value) ? value : renamedValue(value, rename),
    ]),
  );

const renamedValue = (value: Json, rename: (name: string) => string): Json => {
  if (Array.isArray(value)) return value.map((each) => renamedValue(each, rename));
  return isObject(value) ? renamed(value, rename) : value;
};
