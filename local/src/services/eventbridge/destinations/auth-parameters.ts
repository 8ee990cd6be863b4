import { validationError } from '../../../core/aws/aws-error.ts';
import { constraintMessage, HIDDEN } from '../../../core/parameters/constraint.ts';
import { refuseParameters } from '../actions/refused.ts';
import {
  flag,
  type Input,
  objectList,
  optionalObject,
  optionalText,
  requiredObject,
  requiredText,
} from '../parameters.ts';
import { present } from '../present.ts';
import { HEADER_KEY, HEADER_VALUE, QUERY_KEY, QUERY_VALUE } from './http-rules.ts';

export const AUTHORIZATION_TYPES = ['BASIC', 'OAUTH_CLIENT_CREDENTIALS', 'API_KEY'] as const;
export type AuthorizationType = (typeof AUTHORIZATION_TYPES)[number];

export interface HttpParameter {
  readonly Key: string;
  readonly Value: string;
  readonly IsValueSecret: boolean;
}

/** Parameters that a connection adds to requests. */
export interface ConnectionHttpParameters {
  readonly HeaderParameters?: readonly HttpParameter[];
  readonly QueryStringParameters?: readonly HttpParameter[];
  readonly BodyParameters?: readonly HttpParameter[];
}

export interface OAuthParameters {
  readonly ClientParameters: { readonly ClientID: string; readonly ClientSecret: string };
  readonly AuthorizationEndpoint: string;
  readonly HttpMethod: 'GET' | 'POST' | 'PUT';
  readonly OAuthHttpParameters?: ConnectionHttpParameters;
}

/** The authorization parameters of a connection, with their secrets. Exactly one of the first three is present. */
export interface AuthParameters {
  readonly ApiKeyAuthParameters?: { readonly ApiKeyName: string; readonly ApiKeyValue: string };
  readonly BasicAuthParameters?: { readonly Username: string; readonly Password: string };
  readonly OAuthParameters?: OAuthParameters;
  readonly InvocationHttpParameters?: ConnectionHttpParameters;
}

const MAX_PARAMETERS = 100;
/** The characters of AWS's pattern, whose nested repetitions take exponential time. */
const AUTH_TEXT = { max: 512, pattern: '[^\\x00-\\x08\\x0A-\\x1F:\\x7F]+' };
const ENDPOINT_CHARACTERS = "([-()_.!~*';/?:@&=+$,A-Za-z0-9]|%[0-9A-Fa-f]{2})+";
export const ENDPOINT_RULE = { max: 2048, pattern: ENDPOINT_CHARACTERS };

/** A secret text; unlike `requiredText`, the message of an error does not contain the value. */
const secretText = (input: Input, name: string, path: string): string => {
  const value = requiredText(input, name, { min: 0 }, path);
  try {
    return requiredText({ value }, 'value', AUTH_TEXT);
  } catch {
    throw validationError(
      constraintMessage(path, HIDDEN, 'Member must have 1 to 512 characters, without colons and control characters'),
    );
  }
};

const parameterList = (
  input: Input,
  name: string,
  rules: { readonly key?: object; readonly value?: { readonly max: number; readonly pattern: string } },
): readonly HttpParameter[] | undefined => {
  const given = objectList(input, name);
  if (given.length > MAX_PARAMETERS)
    throw validationError(
      constraintMessage(name, HIDDEN, `Member must have length less than or equal to ${MAX_PARAMETERS}`),
    );
  if (given.length === 0) return undefined;
  return given.map((parameter) => {
    const Value = optionalText(parameter, 'Value') ?? '';
    const { max, pattern } = rules.value ?? { max: Number.POSITIVE_INFINITY, pattern: '[^]*' };
    if (Value.length > max || !new RegExp(`^(?:${pattern})$`).test(Value))
      throw validationError(constraintMessage(`${name}.value`, HIDDEN, 'Member must have an allowed value'));
    return {
      Key: requiredText(parameter, 'Key', rules.key, `${name}.key`),
      Value,
      IsValueSecret: flag(parameter, 'IsValueSecret'),
    };
  });
};

const httpParameters = (input: Input, name: string): ConnectionHttpParameters | undefined => {
  const given = optionalObject(input, name);
  return (
    given &&
    present({
      HeaderParameters: parameterList(given, 'HeaderParameters', { key: HEADER_KEY, value: HEADER_VALUE }),
      QueryStringParameters: parameterList(given, 'QueryStringParameters', { key: QUERY_KEY, value: QUERY_VALUE }),
      BodyParameters: parameterList(given, 'BodyParameters', {}),
    })
  );
};

const apiKey = (input: Input) => {
  const given = requiredObject(input, 'ApiKeyAuthParameters');
  const path = 'authParameters.apiKeyAuthParameters';
  const ApiKeyName = requiredText(given, 'ApiKeyName', AUTH_TEXT, `${path}.apiKeyName`);
  return { ApiKeyAuthParameters: { ApiKeyName, ApiKeyValue: secretText(given, 'ApiKeyValue', `${path}.apiKeyValue`) } };
};

const basic = (input: Input) => {
  const given = requiredObject(input, 'BasicAuthParameters');
  const path = 'authParameters.basicAuthParameters';
  const Username = requiredText(given, 'Username', AUTH_TEXT, `${path}.username`);
  return { BasicAuthParameters: { Username, Password: secretText(given, 'Password', `${path}.password`) } };
};

const oauth = (input: Input) => {
  const given = requiredObject(input, 'OAuthParameters');
  const client = requiredObject(given, 'ClientParameters');
  const path = 'authParameters.oAuthParameters';
  const OAuthParameters = {
    ClientParameters: {
      ClientID: requiredText(client, 'ClientID', AUTH_TEXT, `${path}.clientParameters.clientID`),
      ClientSecret: secretText(client, 'ClientSecret', `${path}.clientParameters.clientSecret`),
    },
    AuthorizationEndpoint: requiredText(given, 'AuthorizationEndpoint', ENDPOINT_RULE, `${path}.authorizationEndpoint`),
    HttpMethod: requiredText(given, 'HttpMethod', { oneOf: ['GET', 'POST', 'PUT'] as const }, `${path}.httpMethod`),
    ...present({ OAuthHttpParameters: httpParameters(given, 'OAuthHttpParameters') }),
  };
  return { OAuthParameters };
};

const READERS: Readonly<Record<AuthorizationType, (input: Input) => AuthParameters>> = {
  API_KEY: apiKey,
  BASIC: basic,
  OAUTH_CLIENT_CREDENTIALS: oauth,
};

/**
 * Reads the member AuthParameters of a request. Only the parameters of the authorization type are kept. Throws
 * ValidationException, whose message contains no secret.
 */
export const authParameters = (type: AuthorizationType, input: Input): AuthParameters => {
  refuseParameters(input, ['ConnectivityParameters'], 'AuthParameters');
  return {
    ...READERS[type](input),
    ...present({ InvocationHttpParameters: httpParameters(input, 'InvocationHttpParameters') }),
  };
};

const shownHttp = (parameters: ConnectionHttpParameters | undefined) =>
  parameters &&
  Object.fromEntries(
    Object.entries(parameters).map(([name, list]: [string, readonly HttpParameter[]]) => [
      name,
      list.map(({ Key, Value, IsValueSecret }) => ({ Key, IsValueSecret, ...(!IsValueSecret && { Value }) })),
    ]),
  );

/** The authorization parameters without their secrets, as DescribeConnection returns them. */
export const shownParameters = (parameters: AuthParameters): Record<string, unknown> => {
  const { ApiKeyAuthParameters: key, BasicAuthParameters: login, OAuthParameters: client } = parameters;
  return present({
    ApiKeyAuthParameters: key && { ApiKeyName: key.ApiKeyName },
    BasicAuthParameters: login && { Username: login.Username },
    OAuthParameters:
      client &&
      present({
        ClientParameters: { ClientID: client.ClientParameters.ClientID },
        AuthorizationEndpoint: client.AuthorizationEndpoint,
        HttpMethod: client.HttpMethod,
        OAuthHttpParameters: shownHttp(client.OAuthHttpParameters),
      }),
    InvocationHttpParameters: shownHttp(parameters.InvocationHttpParameters),
  });
};

/** The AuthParameters of UpdateConnection, with the members that it does not change. */
export const mergedParameters = (before: AuthParameters | undefined, changes: Input): Input => {
  const merged: Record<string, unknown> = { ...before, ...changes };
  for (const name of ['ApiKeyAuthParameters', 'BasicAuthParameters', 'OAuthParameters'] as const) {
    const change = optionalObject(changes, name);
    if (change) merged[name] = { ...before?.[name], ...change };
  }
  const client = optionalObject(optionalObject(changes, 'OAuthParameters') ?? {}, 'ClientParameters');
  if (client)
    merged.OAuthParameters = {
      ...(merged.OAuthParameters as object),
      ClientParameters: { ...before?.OAuthParameters?.ClientParameters, ...client },
    };
  return merged;
};
