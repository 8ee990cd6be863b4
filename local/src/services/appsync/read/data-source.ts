import { badRequest } from '../../../core/aws/aws-error.ts';
import { given, type Input } from '../../../core/parameters/input.ts';
import { readEndpoint } from '../../../core/web/endpoint.ts';
import type { SourceSettings } from '../definitions.ts';
import { flag, object, requiredText } from '../parameters.ts';
import { signedService } from './aws-endpoint.ts';

type Readers = { readonly [Type in SourceSettings['type']]: (input: Input) => Extract<SourceSettings, { type: Type }> };

const READERS: Readers = {
  NONE: () => ({ type: 'NONE' }),
  AWS_LAMBDA: (input) => ({
    type: 'AWS_LAMBDA',
    functionArn: requiredText(object(input, 'LambdaConfig'), 'LambdaFunctionArn'),
    roleArn: requiredText(input, 'ServiceRoleArn'),
  }),
  AMAZON_DYNAMODB: (input) => ({
    type: 'AMAZON_DYNAMODB',
    tableName: tableOf(input),
    roleArn: requiredText(input, 'ServiceRoleArn'),
  }),
  HTTP: (input) => {
    const { endpoint, service } = endpointOf(input);
    if (service === undefined) return { type: 'HTTP', endpoint };
    return { type: 'HTTP', endpoint, signing: { service, roleArn: requiredText(input, 'ServiceRoleArn') } };
  },
  AMAZON_EVENTBRIDGE: (input) => ({
    type: 'AMAZON_EVENTBRIDGE',
    busArn: requiredText(object(input, 'EventBridgeConfig'), 'EventBusArn'),
    roleArn: requiredText(input, 'ServiceRoleArn'),
  }),
};

/** The table of a data source. Throws BadRequestException for settings that are not supported locally. */
const tableOf = (input: Input): string => {
  checkTable(input);
  return requiredText(object(input, 'DynamoDBConfig'), 'TableName');
};

/** Throws BadRequestException for a table with versions, or that clients access with their own credentials. */
export const checkTable = (input: Input): void => {
  const config = object(input, 'DynamoDBConfig');
  for (const name of ['UseCallerCredentials', 'Versioned'])
    if (flag(config, name)) throw badRequest(`DynamoDBConfig.${name} true is not supported locally`);
};

/** The endpoint of an HTTP data source, and the service of this runtime that has it. */
interface Endpoint {
  readonly endpoint: string;
  readonly service: string | undefined;
}

/** Throws BadRequestException for an endpoint that requests may not reach. */
const endpointOf = (input: Input): Endpoint => {
  const config = object(input, 'HttpConfig');
  const endpoint = requiredText(config, 'Endpoint');
  if (readEndpoint(endpoint, undefined) !== 'invalid') return { endpoint, service: signedService(config) };
  throw badRequest(
    `HttpConfig.Endpoint ${endpoint} is not supported locally. Use a URL with https, or with http and 127.0.0.1 or localhost`,
  );
};

/** Throws BadRequestException for an endpoint that requests may not reach. */
export const checkEndpoint = (input: Input): void => {
  if (given(input, 'HttpConfig') !== undefined) endpointOf(input);
};

/** Throws BadRequestException for a data source without the role that its type needs. */
export const checkRole = (input: Input): void => {
  const { Type: type } = input;
  const isSigned = type === 'HTTP' && given(object(input, 'HttpConfig'), 'AuthorizationConfig') !== undefined;
  if (isSigned || NEEDING_ROLES.has(type)) requiredText(input, 'ServiceRoleArn');
};

const NEEDING_ROLES: ReadonlySet<unknown> = new Set(['AWS_LAMBDA', 'AMAZON_DYNAMODB', 'AMAZON_EVENTBRIDGE']);

const isSourceType = (type: string): type is keyof Readers => Object.hasOwn(READERS, type);

/** The type of a data source. Throws BadRequestException for a type that is not supported locally. */
export const sourceTypeOf = (input: Input): keyof Readers => {
  const type = requiredText(input, 'Type');
  if (isSourceType(type)) return type;
  throw badRequest(`Type ${type} is not supported locally. The supported types are ${Object.keys(READERS).join(', ')}`);
};

/** Throws BadRequestException for settings that AppSync or this runtime refuses. */
export const readSource = (input: Input): SourceSettings => READERS[sourceTypeOf(input)](input);
