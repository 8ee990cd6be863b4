import type { GraphQLSchema } from 'graphql';
import type { Kernel } from '../../core/kernel.ts';
import type { PathHandler, RequestFacts } from '../../core/path-handler.ts';
import type { ServiceModule, WireRequest, WireResponse } from '../../core/service.ts';
import { DefinitionTable } from '../../core/store/definition-table.ts';
import { appsyncActions, PATH_PREFIX } from './actions.ts';
import type { GraphqlApi, Kinds } from './definitions.ts';
import type { GraphqlRequest } from './execute.ts';

export interface AppsyncModule extends ServiceModule {
  /** Serves all APIs, each at `/_graphql/<name>`. */
  readonly pathHandler: PathHandler;
}

const MAX_BODY_BYTES = 2 ** 20;

const json = (status: number, body: unknown, type?: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...(type && { 'x-amzn-errortype': type }) },
  body: JSON.stringify(body),
});

const refused = (status: number, errorType: string, message: string): WireResponse =>
  json(status, { errors: [{ errorType, message }] }, errorType);

const UNAUTHORIZED = refused(401, 'UnauthorizedException', 'You are not authorized to make this call.');

/**
 * AppSync's GraphQL APIs with their keys, schemas, data sources and resolvers. What answers requests is
 * loaded on first use, to keep the start fast.
 */
export const createAppsync = (kernel: Kernel): AppsyncModule => {
  const schemas = new Map<string, GraphQLSchema>();
  const table = new DefinitionTable<Kinds>(kernel.store, 'appsync_parts', () => schemas.clear());

  const schemaOf = async ({ id }: GraphqlApi): Promise<GraphQLSchema | undefined> => {
    const known = schemas.get(id);
    const kept = table.find('schema', id);
    if (known || !kept) return known;
    const made = (await import('./execute.ts')).schemaOf(kept.definition);
    schemas.set(id, made);
    return made;
  };

  const mayCall = (api: GraphqlApi, { headers }: WireRequest): boolean => {
    const given = headers['x-api-key'];
    const key = typeof given === 'string' ? table.find('key', given) : undefined;
    return key !== undefined && key.apiId === api.id && key.expires * 1000 > kernel.clock.now();
  };

  const answer = async (request: WireRequest, signal: AbortSignal): Promise<WireResponse> => {
    const name = request.path.slice(PATH_PREFIX.length);
    const api = table.all('api').find((each) => encodeURIComponent(each.name) === name);
    if (!api) return refused(404, 'NotFoundException', 'The API does not exist.');
    if (request.method !== 'POST')
      return refused(405, 'MethodNotAllowed', 'The method of a GraphQL request must be POST.');
    if (!mayCall(api, request)) return UNAUTHORIZED;
    if (request.body.length > MAX_BODY_BYTES) return refused(413, 'RequestEntityTooLarge', 'The request is too large.');
    const graphqlRequest = readRequest(request.body);
    if (typeof graphqlRequest === 'string') return refused(400, 'MalformedHttpRequestException', graphqlRequest);
    const schema = await schemaOf(api);
    if (!schema) return refused(400, 'GraphQLSchemaException', 'The API has no schema.');
    const { id, environment = {} } = api;
    const { executeRequest } = await import('./execute.ts');
    const { resolveField } = await import('./resolve/resolve-field.ts');
    const { 'x-api-key': _, authorization: __, ...headers } = request.headers;
    const answered = await executeRequest(schema, graphqlRequest, {
      resolves: (field) => table.find('resolver', `${id}/${field}`) !== undefined,
      call: (asked) => resolveField(kernel, table, { id, environment, signal }, asked),
      headers,
    });
    return json(200, answered);
  };

  return {
    service: { name: 'appsync', actions: appsyncActions({ table, kernel }), protocols: [] },
    pathHandler: {
      prefix: PATH_PREFIX,
      answer: async (request: WireRequest, facts: RequestFacts) => {
        const { status, headers, body } = await answer(request, facts.signal);
        return { status, headers: { 'x-amzn-requestid': facts.requestId, ...headers }, body };
      },
    },
  };
};

/** Reads the body of a request; returns an error message if the body is invalid. */
const readRequest = (body: Buffer): GraphqlRequest | string => {
  if (body.length === 0) return 'Request body is empty.';
  let asked: unknown;
  try {
    asked = JSON.parse(body.toString('utf8'));
  } catch {
    return 'Request body is not a valid JSON.';
  }
  const { query, variables, operationName } = (asked ?? {}) as Partial<GraphqlRequest>;
  if (typeof query !== 'string' || query === '') return 'Unable to parse GraphQL query.';
  return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
};
