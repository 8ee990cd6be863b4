import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  print,
  validate,
} from 'graphql';
import { TookTooLong, within } from '../../core/isolation/within.ts';
import { tooLargeQuery } from './query-limits.ts';
import { schemaOf } from './schema.ts';

export { schemaOf };

/** The body of a client's request. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** The input of a function that resolves a field. `payload` is the context of a direct Lambda resolver. */
export interface FieldRequest {
  readonly field: string;
  readonly payload: object;
}

/** Result of a field's function: its value or its error. */
export type FieldAnswer = { readonly value: unknown } | { readonly errorType: string; readonly message: string };

/** The functions that resolve fields. */
export interface Resolvers {
  /** Whether a data source resolves this field. */
  resolves(field: string): boolean;
  call(request: FieldRequest): Promise<FieldAnswer>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Maximum number of tokens in a query; limits the time of the parser. */
const MAX_TOKENS = 10_000;
/** Maximum processor time to validate a query, in milliseconds. */
const MAX_VALIDATION_MS = 200;

interface ResponseError {
  readonly path: readonly (string | number)[] | null;
  readonly locations: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
  readonly message: string;
  readonly errorType?: string;
  readonly data?: null;
  readonly errorInfo?: null;
}

export interface GraphqlResponse {
  readonly data: unknown;
  readonly errors?: readonly ResponseError[];
}

/** Thrown if a function fails. AppSync's response contains the type and message of the function's error. */
class ResolverError extends Error {
  readonly errorType: string;

  constructor({ errorType, message }: { errorType: string; message: string }) {
    super(message);
    this.errorType = errorType;
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
  const result = (await execute({
    schema,
    document,
    variableValues: variables,
    operationName: operationName ?? null,
    fieldResolver: fieldResolver(resolvers),
  })) as ExecutionResult;
  const { data = null, errors } = result;
  return { data, ...(errors === undefined ? {} : { errors: errors.map(responseError) }) };
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
  ({ resolves, call, headers }: Resolvers): GraphQLFieldResolver<unknown, unknown> =>
  async (source, args, _context, info) => {
    const field = `${info.parentType.name}.${info.fieldName}`;
    if (!resolves(field)) return memberOf(source, info.fieldName);
    const payload = {
      arguments: args,
      identity: null,
      source: source ?? null,
      request: { headers, domainName: null },
      prev: null,
      stash: {},
      info: infoOf(info),
    };
    const answered = await call({ field, payload });
    if ('value' in answered) return answered.value;
    throw new ResolverError(answered);
  };

const memberOf = (source: unknown, name: string): unknown =>
  typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? (source as Record<string, unknown>)[name]
    : undefined;

const infoOf = ({ fieldName, parentType, variableValues, fieldNodes }: GraphQLResolveInfo) => ({
  fieldName,
  parentTypeName: parentType.name,
  variables: 'coerced' in variableValues ? variableValues.coerced : variableValues,
  selectionSetList: fieldNodes.flatMap(({ selectionSet }) =>
    (selectionSet?.selections ?? []).flatMap((each) => (each.kind === 'Field' ? [each.name.value] : [])),
  ),
  selectionSetGraphQL: fieldNodes.map(({ selectionSet }) => (selectionSet ? print(selectionSet) : '')).join('\n'),
});

const responseError = (error: GraphQLError): ResponseError => {
  const { path = null, locations, message, originalError } = error;
  const places = locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null;
  const plain = { path: path ?? null, locations: places, message };
  if (!(originalError instanceof ResolverError)) return plain;
  return { ...plain, data: null, errorType: originalError.errorType, errorInfo: null };
};
