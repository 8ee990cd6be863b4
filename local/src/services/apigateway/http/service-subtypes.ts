import { textOf } from './parameter-mapping.ts';

/** How a parameter's value is given to the service; a list or a structure can also be given as JSON text. */
type Form = 'text' | 'list' | 'structure' | 'time';

interface Parameter {
  readonly form: Form;
  readonly isRequired: boolean;
}

/** An AWS service's action that an HTTP API calls without a function. */
interface Subtype {
  /** Prefix of the service's IAM actions. */
  readonly service: string;
  readonly action: string;
  readonly parameters: { readonly [name: string]: Parameter };
  /** Makes the action's input of the parameters' values. */
  inputOf(values: Record<string, unknown>): Record<string, unknown>;
}

const REQUIRED: Parameter = { form: 'text', isRequired: true };
const TEXT: Parameter = { form: 'text', isRequired: false };
const LIST: Parameter = { form: 'list', isRequired: false };
const STRUCTURE: Parameter = { form: 'structure', isRequired: false };
const TIME: Parameter = { form: 'time', isRequired: false };

const same = (values: Record<string, unknown>): Record<string, unknown> => values;

/** The members of Step Functions' inputs begin with a small letter. */
const inCamelCase = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name[0]?.toLowerCase() + name.slice(1), value]));

const sqs = (action: string, parameters: Subtype['parameters']): Subtype => ({
  service: 'sqs',
  action,
  parameters: { QueueUrl: REQUIRED, Region: TEXT, ...parameters },
  inputOf: same,
});

const states = (action: string, parameters: Subtype['parameters']): Subtype => ({
  service: 'states',
  action,
  parameters: { Region: TEXT, ...parameters },
  inputOf: inCamelCase,
});

/**
 * The integration subtypes that run here. Not here: AppConfig-GetConfiguration and Kinesis-PutRecord.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const SUBTYPES: ReadonlyMap<string, Subtype> = new Map([
  [
    'EventBridge-PutEvents',
    {
      service: 'events',
      action: 'PutEvents',
      parameters: {
        Detail: REQUIRED,
        DetailType: REQUIRED,
        Source: REQUIRED,
        Time: TIME,
        EventBusName: TEXT,
        Resources: LIST,
        Region: TEXT,
        TraceHeader: TEXT,
      },
      inputOf: (values) => ({ Entries: [values] }),
    },
  ],
  [
    'SQS-SendMessage',
    sqs('SendMessage', {
      MessageBody: REQUIRED,
      DelaySeconds: TEXT,
      MessageAttributes: STRUCTURE,
      MessageDeduplicationId: TEXT,
      MessageGroupId: TEXT,
      MessageSystemAttributes: STRUCTURE,
    }),
  ],
  [
    'SQS-ReceiveMessage',
    sqs('ReceiveMessage', {
      AttributeNames: LIST,
      MaxNumberOfMessages: TEXT,
      MessageAttributeNames: LIST,
      ReceiveRequestAttemptId: TEXT,
      VisibilityTimeout: TEXT,
      WaitTimeSeconds: TEXT,
    }),
  ],
  ['SQS-DeleteMessage', sqs('DeleteMessage', { ReceiptHandle: REQUIRED })],
  ['SQS-PurgeQueue', sqs('PurgeQueue', {})],
  ['StepFunctions-StartExecution', states('StartExecution', { StateMachineArn: REQUIRED, Name: TEXT, Input: TEXT })],
  [
    'StepFunctions-StartSyncExecution',
    states('StartSyncExecution', { StateMachineArn: REQUIRED, Name: TEXT, Input: TEXT, TraceHeader: TEXT }),
  ],
  ['StepFunctions-StopExecution', states('StopExecution', { ExecutionArn: REQUIRED, Cause: TEXT, Error: TEXT })],
]);

/** A mapped value in the form of its parameter; undefined if it does not have this form. */
export const formed = (value: unknown, form: Form): unknown => {
  if (form === 'text') return textOf(value);
  if (form === 'time') return /^\d+(?:\.\d+)?$/.test(textOf(value)) ? Number(value) : textOf(value);
  const read = typeof value === 'string' ? parsed(value) : value;
  if (form === 'list') return Array.isArray(read) ? read : textOf(value).split(',');
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
