import type { GraphQLSchema } from 'graphql';
import { AuthorizerCache } from '../../core/authorization/authorizer-cache.ts';
import type { Issuers } from '../../core/issuers.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { PathHandler, RequestFacts } from '../../core/path-handler.ts';
import type { ServiceModule, WireRequest, WireResponse } from '../../core/service.ts';
import { DefinitionTable } from '../../core/store/definition-table.ts';
import { urlPart } from '../../core/text/url-part.ts';
import { appsyncActions, PATH_PREFIX } from './actions.ts';
import { type ApiRequest, authorize, modesOf } from './authorization/authorize.ts';
import type { FunctionDecision } from './authorization/function.ts';
import { AUTH_TYPES, type Session } from './authorization/session.ts';
import type { GraphqlApi, Kinds } from './definitions.ts';
import type { GraphqlRequest } from './execute.ts';
import type { AnswerAws } from './sources/source.ts';

export interface AppsyncModule extends ServiceModule {
  /** Serves all APIs, each at `/_graphql/<name>`. */
  readonly pathHandler: PathHandler;
}

/** What AppSync needs besides the kernel. */
interface AppsyncOptions {
  readonly issuers: Issuers;
  /** Answers the requests of HTTP data sources to services of this runtime. */
  readonly answerAws: AnswerAws;
}

const MAX_BODY_BYTES = 2 ** 20;

const json = (status: number, body: unknown, type?: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...(type && { 'x-amzn-errortype': type }) },
  body: JSON.stringify(body),
});

const refused = (status: number, errorType: string, message: string): WireResponse =>
  json(status, { errors: [{ errorType, message }] }, errorType);

/**
 * AppSync's GraphQL APIs with their keys, schemas, data sources and resolvers. What answers requests is
 * loaded on first use, to keep the start fast.
 */
export const createAppsync = (kernel: Kernel, { issuers, answerAws }: AppsyncOptions): AppsyncModule => {
  const schemas = new Map<string, GraphQLSchema>();
  const table = new DefinitionTable<Kinds>(kernel.store, 'appsync_parts', () => schemas.clear());
  const tools = { kernel, table, issuers, cache: new AuthorizerCache<FunctionDecision>() };

  const schemaOf = async ({ id }: GraphqlApi): Promise<GraphQLSchema | undefined> => {
    const known = schemas.get(id);
    const kept = table.find('schema', id);
    if (known || !kept) return known;
    const made = (await import('./schema/schema.ts')).schemaOf(kept.definition);
    schemas.set(id, made);
    return made;
  };

  const execute = async ({ api, request, facts, graphql }: ApiRequest, session: Session): Promise<WireResponse> => {
    const schema = await schemaOf(api);
    if (!schema) return refused(400, 'GraphQLSchemaException', 'The API has no schema.');
    const { executeRequest } = await import('./execute.ts');
    const { resolveField } = await import('./resolve/resolve-field.ts');
    const { fieldAccess } = await import('./schema/field-access.ts');
    const { id, environment = {} } = api;
    const { 'x-api-key': _, authorization: __, ...headers } = request.headers;
    const setting = { id, environment, signal: facts.signal, authType: AUTH_TYPES[session.mode.type], answerAws };
    const resolves = (field: string): boolean => table.find('resolver', `${id}/${field}`) !== undefined;
    const mayRead = fieldAccess(schema, modesOf(api), session);
    const answered = await executeRequest(schema, graphql, {
      resolves,
      mayRead: (field) => mayRead(field, resolves(`${field.type.name}.${field.name}`)),
      call: (asked) => resolveField(kernel, table, setting, asked),
      headers,
      identity: session.identity,
    });
    return json(200, answered);
  };

  const answer = async (request: WireRequest, facts: RequestFacts): Promise<WireResponse> => {
    const name = request.path.slice(PATH_PREFIX.length);
    const api = table.all('api').find((each) => urlPart(each.name) === name);
    if (!api) return refused(404, 'NotFoundException', 'The API does not exist.');
    if (request.method !== 'POST')
      return refused(405, 'MethodNotAllowed', 'The method of a GraphQL request must be POST.');
    if (request.body.length > MAX_BODY_BYTES) return refused(413, 'RequestEntityTooLarge', 'The request is too large.');
    const graphql = readRequest(request.body);
    if (typeof graphql === 'string') return refused(400, 'MalformedHttpRequestException', graphql);
    const asked: ApiRequest = { api, request, facts, graphql };
    const session = await authorize(asked, tools);
    if (!('refused' in session)) return execute(asked, session);
    const { status, errorType, message } = session.refused;
    return refused(status, errorType, message);
  };

  return {
    service: { name: 'appsync', actions: appsyncActions({ table, kernel, issuers }), protocols: [] },
    pathHandler: {
      prefix: PATH_PREFIX,
      answer: async (request: WireRequest, facts: RequestFacts) => {
        const { status, headers, body } = await answer(request, facts);
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
