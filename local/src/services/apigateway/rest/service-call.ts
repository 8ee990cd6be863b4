import { AwsError, CannotAssumeError, internalFailure } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { withCauses } from '../../../core/log.ts';
import { jsonAnswer, jsonError } from '../../../core/protocols/json.ts';
import { readQuery } from '../../../core/protocols/query-input.ts';
import { queryJsonAnswer, queryJsonError } from '../../../core/protocols/query-json.ts';
import type { Protocol, WireRequest, WireResponse } from '../../../core/service.ts';

/** Services that an integration can call: those with a JSON protocol, and those with the query protocol. */
const QUERY_VERSIONS = { sqs: '2012-11-05', sns: '2010-03-31' } as const;
const JSON_SERVICES = ['states', 'dynamodb', 'events'];
export const SERVICES: readonly string[] = [...JSON_SERVICES, ...Object.keys(QUERY_VERSIONS)];

/** The request of an integration to a service. */
export interface ServiceRequest {
  readonly service: string;
  /** The action of the integration's URI; undefined if the request names it. */
  readonly action: string | undefined;
  /** The path of the integration's URI, without a leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly caller: Caller;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_VERSION = '1.0';

/**
 * Sends a request to a service: as JSON to services with a JSON protocol and with the header X-Amz-Target, otherwise as
 * a form. All responses are JSON. Resolves with undefined if API Gateway may not assume the role of the integration;
 * never rejects.
 */
export const sendToService = (kernel: Kernel, request: ServiceRequest): Promise<WireResponse | undefined> => {
  const version = Object.entries(QUERY_VERSIONS).find(([service]) => service === request.service)?.[1];
  const isForm = version !== undefined && request.headers['x-amz-target'] === undefined;
  return isForm ? sendForm(kernel, request, version) : sendJson(kernel, request);
};

const knownError = (error: unknown, kernel: Kernel): AwsError => {
  if (error instanceof AwsError) return error;
  kernel.log.error('A call of API Gateway failed inside the runtime.', { error: withCauses(error) });
  return internalFailure(error);
};

const sendJson = async (
  kernel: Kernel,
  { service, action, headers, body, caller }: ServiceRequest,
): Promise<WireResponse | undefined> => {
  const named = action ?? headers['x-amz-target']?.replace(/^.*\./s, '') ?? '';
  try {
    return jsonAnswer(await kernel.services.callByName(service, named, inputIn(body), caller), JSON_VERSION);
  } catch (error) {
    return error instanceof CannotAssumeError ? undefined : jsonError(knownError(error, kernel), JSON_VERSION);
  }
};

const inputIn = (body: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Invalid JSON gives the same error as a body that is not an object.
  }
  throw new AwsError('SerializationException', 'The request body must be a JSON object.');
};

/** The parameters of the action are in the query string and in the body, if the body is a form. */
const sendForm = async (
  kernel: Kernel,
  { service, action, path, query, headers, body, caller }: ServiceRequest,
  version: string,
): Promise<WireResponse | undefined> => {
  const isForm = headers['content-type']?.startsWith(FORM) === true;
  const form = new URLSearchParams([...query, ...new URLSearchParams(isForm ? body : '')]);
  form.set('Version', version);
  if (action !== undefined) form.set('Action', action);
  const request: WireRequest = {
    method: 'POST',
    path: `/${path}`,
    search: form.toString(),
    query: form,
    headers: { accept: 'application/json' },
    body: Buffer.alloc(0),
    scope: service,
  };
  let isRefused = false;
  const invoke = async (named: string, input: Record<string, unknown>) => {
    try {
      return await kernel.services.callByName(service, named, input, caller);
    } catch (error) {
      isRefused = error instanceof CannotAssumeError;
      throw error;
    }
  };
  const { protocols = [] } = [...kernel.services.all()].find(({ name }) => name === service) ?? {};
  const answered = await answerForm(protocols, { request, kernel, invoke });
  return isRefused ? undefined : answered;
};

interface FormExchange {
  readonly request: WireRequest;
  readonly kernel: Kernel;
  invoke(action: string, input: Record<string, unknown>): Promise<unknown>;
}

const answerForm = async (
  protocols: readonly Protocol[],
  { request, kernel, invoke }: FormExchange,
): Promise<WireResponse | undefined> => {
  const requestId = kernel.ids.uuid();
  for (const protocol of protocols) {
    if (protocol.kind === 'own' && protocol.claims(request)) return protocol.handle(request, invoke);
    if (protocol.kind !== 'query') continue;
    try {
      const { action, input } = readQuery(request.query, protocol);
      return queryJsonAnswer(action, await invoke(action, input), requestId);
    } catch (error) {
      return queryJsonError(knownError(error, kernel), requestId);
    }
  }
  return undefined;
};
