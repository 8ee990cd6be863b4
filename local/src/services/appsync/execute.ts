import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getLocation,
  OperationTypeNode,
  parse,
  responsePathAsArray,
  validate,
} from 'graphql';
import { TookTooLong, within } from '../../core/isolation/within.ts';
import { type HandlerError, notAuthorized } from './javascript/functions/function-table.ts';
import { tooLargeQuery } from './query-limits.ts';
import type { FieldAnswer, FieldContext, FieldRequest } from './resolve/field-context.ts';
import type { Field } from './schema/field-access.ts';
import { infoOf, selected } from './selection.ts';

/** The body of a client's request. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** What resolves fields. */
export interface Resolvers {
  /** Whether the field has a resolver. */
  resolves(field: string): boolean;
  call(request: FieldRequest): Promise<FieldAnswer>;
  /** Whether the request may read the field. */
  mayRead(field: Field): boolean;
  readonly headers: Readonly<Record<string, unknown>>;
  /** `ctx.identity` */
  readonly identity: object | null;
}

/** Maximum number of tokens in a query; limits the time of the parser. */
const MAX_TOKENS = 10_000;
/** Maximum processor time to validate a query, in milliseconds. */
const MAX_VALIDATION_MS = 200;

interface ResponseError {
  readonly path: readonly (string | number)[] | null;
  readonly locations: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
  readonly message: string;
  readonly errorType?: string | null;
  readonly data?: unknown;
  readonly errorInfo?: unknown;
}

export interface GraphqlResponse {
  readonly data: unknown;
  readonly errors?: readonly ResponseError[];
}

/** Thrown if a field has an error, which the response contains. */
class ResolverError extends Error {
  readonly error: HandlerError;

  constructor(error: HandlerError) {
    super(error.message);
    this.error = error;
  }
}

/**
 * Parses, validates and executes a query or a mutation; returns the response of AppSync.
 * https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html
 */
export const executeRequest = async (
  schema: GraphQLSchema,
  { query, variables, operationName }: GraphqlRequest,
  resolvers: Resolvers,
): Promise<GraphqlResponse> => {
  const document = parsed(query);
  if (document instanceof GraphQLError) return { data: null, errors: [responseError(document)] };
  const problems = problemsOf(schema, document);
  if (problems.length > 0) return { data: null, errors: problems.map(responseError) };
  const isSubscription = document.definitions.some(
    (each) => each.kind === 'OperationDefinition' && each.operation === OperationTypeNode.SUBSCRIPTION,
  );
  if (isSubscription)
    return { data: null, errors: [responseError(new GraphQLError('Subscriptions are not supported locally.'))] };
  const appended: ResponseError[] = [];
  const result = (await execute({
    schema,
    document,
    variableValues: variables,
    operationName: operationName ?? null,
    fieldResolver: fieldResolver(resolvers, appended),
  })) as ExecutionResult;
  const { data = null } = result;
  const errors = [...appended, ...(result.errors ?? []).map(responseError)];
  return { data, ...(errors.length > 0 && { errors }) };
};

/**
 * The errors that the validation of a query finds. Its time is limited, because validation compares each field with all
 * fields of the same name.
 */
const problemsOf = (schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] => {
  try {
    return within(MAX_VALIDATION_MS, () => validate(schema, document));
  } catch (error) {
    if (error instanceof TookTooLong) return [new GraphQLError('The query is too complex to be validated.')];
    throw error;
  }
};

const parsed = (query: string) => {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS });
    return tooLargeQuery(document) ?? document;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    if (error instanceof RangeError) return new GraphQLError('The query is nested too deeply.');
    throw error;
  }
};

const fieldResolver =
  (resolvers: Resolvers, appended: ResponseError[]): GraphQLFieldResolver<unknown, unknown> =>
  async (source, args, _context, info) => {
    if (!resolvers.mayRead({ type: info.parentType, name: info.fieldName }))
      throw new ResolverError(notAuthorized(info.parentType.name, info.fieldName));
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (!resolvers.resolves(field)) return memberOf(source, info.fieldName);
    const answered = await resolvers.call({ field, context: contextOf(resolvers, source, args, info) });
    const filtered = (error: HandlerError): HandlerError => ({ ...error, data: selected(error.data, info) });
    for (const error of answered.appended) appended.push(shownError(filtered(error), placeOf(info)));
    if (answered.end.kind === 'value') return answered.end.value;
    throw new ResolverError(filtered(answered.end.error));
  };

const contextOf = (
  { headers, identity }: Resolvers,
  source: unknown,
  args: unknown,
  info: GraphQLResolveInfo,
): FieldContext => ({
  arguments: args,
  identity,
  source: source ?? null,
  request: { headers, domainName: null },
  prev: null,
  stash: {},
  info: infoOf(info),
});

const memberOf = (source: unknown, name: string): unknown =>
  typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? (source as Record<string, unknown>)[name]
    : undefined;

/** The place of a field in the response and in the query. */
type Place = Pick<ResponseError, 'path' | 'locations'>;

const placeOf = ({ path, fieldNodes }: GraphQLResolveInfo): Place => ({
  path: responsePathAsArray(path),
  locations: fieldNodes.flatMap(({ loc }) => {
    if (!loc) return [];
    const { line, column } = getLocation(loc.source, loc.start);
    return [{ line, column, sourceName: null }];
  }),
});

const responseError = ({ path, locations, message, originalError }: GraphQLError): ResponseError => {
  const places = locations?.map(({ line, column }) => ({ line, column, sourceName: null }));
  const place: Place = { path: path ?? null, locations: places ?? null };
  return originalError instanceof ResolverError ? shownError(originalError.error, place) : { ...place, message };
};

const shownError = ({ message, errorType, data, errorInfo }: HandlerError, place: Place): ResponseError => ({
  ...place,
  message,
  data,
  errorType,
  errorInfo,
});
