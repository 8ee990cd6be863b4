import type { Value } from '../../../core/cloudformation/value.ts';
import { TookTooLong, within } from '../../../core/isolation/within.ts';
import type { WireRequest } from '../../../core/service.ts';
import { badRequestAnswer, type GatewayAnswer } from './answer.ts';
import type { RequiredParameter } from './definitions.ts';
import { satisfies } from './json-schema.ts';
import type { RestStore, ServedMethod } from './rest-store.ts';

/** Maximum processor time for the check of a body; patterns of a schema can take very long. */
const MAX_CHECK_MS = 200;

/**
 * Checks a request as the method's request validator demands. Returns the error response; undefined if the request is
 * valid.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export const invalidRequest = (
  store: RestStore,
  request: WireRequest,
  {
    route,
    pathParameters,
  }: { readonly route: ServedMethod; readonly pathParameters: Readonly<Record<string, string>> },
): GatewayAnswer | undefined => {
  const { validatorId, required = [], models = {} } = route;
  const validator = validatorId === undefined ? undefined : store.definitions.find('validator', validatorId);
  if (!validator) return undefined;
  const given = (parameter: RequiredParameter): boolean => isGiven(parameter, request, pathParameters);
  const missing = validator.parameters ? required.filter((parameter) => !given(parameter)) : [];
  if (missing.length > 0)
    return badRequestAnswer(
      'BAD_REQUEST_PARAMETERS',
      `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`,
    );
  const model = models[contentType(request)] ?? models.$default;
  if (!validator.body || model === undefined) return undefined;
  return isBodyValid(store, `${route.apiId}/${model}`, request)
    ? undefined
    : badRequestAnswer('BAD_REQUEST_BODY', 'Invalid request body');
};

/** The media type without parameters; JSON if the request has none. */
export const contentType = ({ headers }: WireRequest): string =>
  (headers['content-type'] ?? 'application/json').replace(/;.*$/s, '').trim().toLowerCase();

/** A parameter counts as missing if it is blank. */
const isGiven = (
  { where, name }: RequiredParameter,
  { headers, query }: WireRequest,
  pathParameters: Readonly<Record<string, string>>,
): boolean => {
  if (where === 'path') return Boolean(pathParameters[name]?.trim());
  const value = where === 'querystring' ? query.get(name) : headers[name.toLowerCase()];
  return String(value ?? '').trim() !== '';
};

const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/([^/]+)\/models\/([^/]+)$/;

const isBodyValid = (store: RestStore, modelId: string, { body }: WireRequest): boolean => {
  const model = store.model(modelId);
  if (!model) return true;
  const other = (url: string) => {
    const [, apiId, name] = MODEL_URL.exec(url) ?? [];
    return store.model(`${apiId}/${name}`);
  };
  try {
    const value = JSON.parse(body.toString('utf8')) as Value;
    return within(MAX_CHECK_MS, () => satisfies(value, model, other));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TookTooLong) return false;
    throw error;
  }
};
