import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as ses from '@aws-sdk/client-sesv2';
import * as states from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';

/** Models of the services from the AWS SDKs, by the runtime's service name. */
const CLIENTS: Readonly<Record<string, object>> = {
  dynamodb,
  events,
  iam,
  lambda,
  logs,
  ses,
  sns,
  sqs,
  ssm,
  states,
  sts,
};

/** Type of a member. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'time' | 'bytes' }
  | { readonly kind: 'list' | 'map'; readonly of: () => Shape }
  | { readonly kind: 'structure' | 'union'; readonly members: () => readonly (readonly [string, Shape])[] };

const LIST = 64;
const MAP = 128;
const NUMBERS: readonly number[] = [1, 17, 19];
const TIMES: readonly number[] = [4, 5, 6, 7];
const BYTES: readonly number[] = [21, 42];

/**
 * Reads a type number of the SDK's schemas. The numbers are defined in `@smithy/types`: sentinels.d.ts and
 * static-schemas.d.ts.
 */
const simpleShape = (code: number): Shape => {
  if (code >= MAP) return { kind: 'map', of: () => simpleShape(code - MAP) };
  if (code >= LIST) return { kind: 'list', of: () => simpleShape(code - LIST) };
  if (NUMBERS.includes(code)) return { kind: 'number' };
  if (TIMES.includes(code)) return { kind: 'time' };
  if (BYTES.includes(code)) return { kind: 'bytes' };
  return { kind: code === 2 ? 'boolean' : 'text' };
};

const shapeOf = (schema: unknown): Shape => {
  if (typeof schema === 'function') return shapeOf(schema());
  if (!Array.isArray(schema)) return simpleShape(Number(schema));
  // A member with traits is a pair of schema and traits.
  if (schema.length === 2) return shapeOf(schema[0]);
  const [code, , , , first, second] = schema;
  if (code === 0) return shapeOf(first);
  if (code === 1) return { kind: 'list', of: () => shapeOf(first) };
  if (code === 2) return { kind: 'map', of: () => shapeOf(second) };
  const members = () => (first as string[]).map((name, index) => [name, shapeOf(second[index])] as const);
  return { kind: code === 4 ? 'union' : 'structure', members };
};

/** The shape of an action's input; undefined if no SDK of this project has the action. */
export const inputShapeOf = (service: string, action: string): Shape | undefined => {
  const Command: unknown = Object.entries(CLIENTS[service] ?? {}).find(([name]) => name === `${action}Command`)?.[1];
  if (typeof Command !== 'function') return undefined;
  const { schema }: { readonly schema?: readonly unknown[] } = Reflect.construct(Command, [{}]);
  return schema === undefined ? undefined : shapeOf(schema[4]);
};
