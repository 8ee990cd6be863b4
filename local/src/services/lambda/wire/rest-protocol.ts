import { type AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import { epochSeconds } from '../../../core/protocols/json.ts';
import { restProtocol } from '../../../core/protocols/rest-json.ts';
import type { RestMatch } from '../../../core/protocols/rest-routes.ts';
import type { Invoke, WireRequest, WireResponse } from '../../../core/service.ts';
import { invalidContent } from '../errors.ts';
import { findRoute } from './routes.ts';

const VERSIONED =
  /^\/20\d\d-\d\d-\d\d(\/(?:functions|event-source-mappings|tags|layers|account-settings|code-signing-configs)(?:\/.*)?)$/;

const respond = async (request: WireRequest, invoke: Invoke): Promise<WireResponse> => {
  const match = findRoute(request.method, VERSIONED.exec(request.path)?.[1] ?? '');
  if (!match) throw unsupported(`${request.method} ${request.path} of Lambda`);
  if (match.route.action === 'Invoke')
    return invocationResponse(await invoke('Invoke', invocationInput(request, match)));
  const answer = await invoke(actionOf(match, request), {
    ...queryOf(request),
    ...bodyOf(request),
    ...match.parameters,
  });
  const status = match.route.status ?? 200;
  if (status === 204) return { status, headers: {}, body: '' };
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer, epochSeconds) };
};

/** The query string tells apart two actions on the path of all layers. */
const actionOf = ({ route: { action } }: RestMatch, { query }: WireRequest): string =>
  action === 'ListLayers' && query.has('find') ? 'GetLayerVersionByArn' : action;

const queryOf = ({ query }: WireRequest): Record<string, unknown> => {
  const { tagKeys, ...rest } = Object.fromEntries(query);
  const keys = tagKeys === undefined ? {} : { TagKeys: query.getAll('tagKeys') };
  return { ...rest, ...keys };
};

const bodyOf = ({ body }: WireRequest): Record<string, unknown> => {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidContent('Could not parse request body into json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidContent('Could not parse request body into json');
  return value as Record<string, unknown>;
};

const INVOCATION_HEADERS = {
  'x-amz-invocation-type': 'InvocationType',
  'x-amz-log-type': 'LogType',
  'x-amz-client-context': 'ClientContext',
} as const;

const invocationInput = ({ headers, query, body }: WireRequest, { parameters }: RestMatch): Record<string, unknown> => {
  const input: Record<string, unknown> = { ...parameters, Payload: body };
  for (const [header, name] of Object.entries(INVOCATION_HEADERS)) {
    if (headers[header] !== undefined) input[name] = headers[header];
  }
  const qualifier = query.get('Qualifier');
  return qualifier === null ? input : { ...input, Qualifier: qualifier };
};

interface InvokeAnswer {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly ExecutedVersion?: string;
  readonly Payload: string;
}

const invocationResponse = (answer: unknown): WireResponse => {
  const { StatusCode, FunctionError, LogResult, ExecutedVersion, Payload } = answer as InvokeAnswer;
  return {
    status: StatusCode,
    headers: {
      'content-type': 'application/json',
      ...(FunctionError !== undefined && { 'x-amz-function-error': FunctionError }),
      ...(LogResult !== undefined && { 'x-amz-log-result': LogResult }),
      ...(ExecutedVersion !== undefined && { 'x-amz-executed-version': ExecutedVersion }),
    },
    body: Payload,
  };
};

const errorResponse = ({ code, message, statusCode, fields }: AwsError): WireResponse => ({
  status: code === 'AccessDeniedException' ? 403 : statusCode,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ ...fields, Message: message, message }),
});

/** The wire protocol of the Lambda API: REST with JSON bodies. The body of Invoke is the payload itself. */
export const lambdaRest = restProtocol(({ path }) => VERSIONED.test(path), respond, errorResponse);
