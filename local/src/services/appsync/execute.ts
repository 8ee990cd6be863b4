import {
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
import { schemaOf } from './schema.ts';

export { schemaOf };

/** What a client asks for. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** What a function is asked to resolve: the context of a direct Lambda resolver. */
export interface FieldRequest {
  readonly field: string;
  readonly payload: object;
}

/** How a field's function went: its value, or the error that it threw. */
export type FieldAnswer = { readonly value: unknown } | { readonly errorType: string; readonly message: string };

export interface Resolving {
  /** Undefined for a field that no data source resolves. */
  resolves(field: string): boolean;
  call(request: FieldRequest): Promise<FieldAnswer>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** More than any client of an API asks for at once; it keeps what is hostile from the parser. */
const MAX_TOKENS = 10_000;

interface ShownError {
  readonly path: readonly (string | number)[] | null;
  readonly locations: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
  readonly message: string;
  readonly errorType?: string;
  readonly data?: null;
  readonly errorInfo?: null;
}

export interface Answered {
  readonly data: unknown;
  readonly errors?: readonly ShownError[];
}

/** Thrown for a function's error; AppSync shows its type beside its message. */
class ResolverError extends Error {
  readonly errorType: string;

  constructor({ errorType, message }: { errorType: string; message: string }) {
    super(message);
    this.errorType = errorType;
  }
}

/**
 * Parses, validates and carries out a query or a mutation as AppSync answers it.
 * https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html
 */
export const answerQuestion = async (
  schema: GraphQLSchema,
  { query, variables, operationName }: Question,
  resolving: Resolving,
): Promise<Answered> => {
  const document = parsed(query);
  if (document instanceof GraphQLError) return { data: null, errors: [shown(document)] };
  const problems = validate(schema, document);
  if (problems.length > 0) return { data: null, errors: problems.map(shown) };
  const isSubscription = document.definitions.some(
    (each) => each.kind === 'OperationDefinition' && each.operation === OperationTypeNode.SUBSCRIPTION,
  );
  if (isSubscription)
    return { data: null, errors: [shown(new GraphQLError('Subscriptions are not supported locally.'))] };
  const result = (await execute({
    schema,
    document,
    variableValues: variables,
    operationName: operationName ?? null,
    fieldResolver: fieldResolver(resolving),
  })) as ExecutionResult;
  const { data = null, errors } = result;
  return { data, ...(errors === undefined ? {} : { errors: errors.map(shown) }) };
};

const parsed = (query: string) => {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
};

const fieldResolver =
  ({ resolves, call, headers }: Resolving): GraphQLFieldResolver<unknown, unknown> =>
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

const shown = (error: GraphQLError): ShownError => {
  const { path = null, locations, message, originalError } = error;
  const places = locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null;
  const plain = { path: path ?? null, locations: places, message };
  if (!(originalError instanceof ResolverError)) return plain;
  return { ...plain, data: null, errorType: originalError.errorType, errorInfo: null };
};
