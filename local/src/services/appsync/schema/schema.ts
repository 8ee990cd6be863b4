import {
  buildASTSchema,
  GraphQLError,
  GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  parse,
  type ValueNode,
  validateSchema,
  valueFromASTUntyped,
} from 'graphql';
import { badRequest } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import { requiredText } from '../parameters.ts';
import { APPSYNC_DIRECTIVES, unknownDirectives, withKnownDirectives } from './directives.ts';

/**
 * The scalars that AppSync adds to every schema.
 * https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
 */
const APPSYNC_SCALARS = `
scalar AWSDate scalar AWSTime scalar AWSDateTime scalar AWSTimestamp scalar AWSEmail scalar AWSJSON scalar AWSURL
scalar AWSPhone scalar AWSIPAddress
`;

const ZONE = '(?:Z|[+-]\\d{2}:\\d{2}(?::\\d{2})?)';
const DATE = '-?\\d{4,}-\\d{2}-\\d{2}';
const TIME = '\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?';

/** The format of the valid values of each scalar. */
const FORMS: Readonly<Record<string, RegExp>> = {
  AWSDate: new RegExp(`^${DATE}${ZONE}?$`),
  AWSTime: new RegExp(`^${TIME}${ZONE}?$`),
  AWSDateTime: new RegExp(`^${DATE}T${TIME}${ZONE}$`),
  AWSEmail: /^[^\s@]+@[^\s@]+$/,
  AWSURL: /^[a-z][a-z0-9+.-]*:\S+$/i,
  AWSPhone: /^\+?[\d\s()-]{3,}$/,
  AWSIPAddress: /^[\da-f.:]+(?:\/\d{1,3})?$/i,
};

const readerOf = (name: string): ((value: unknown) => unknown) => {
  if (name === 'AWSTimestamp') return (value) => (Number.isInteger(value) ? value : refuse(name, value));
  if (name === 'AWSJSON') return (value) => jsonIn(name, value);
  const form = FORMS[name];
  return (value) => (typeof value === 'string' && form?.test(value) === true ? value : refuse(name, value));
};

const refuse = (name: string, value: unknown): never => {
  throw new GraphQLError(`Variable or argument has an invalid value: ${JSON.stringify(value)} is not a valid ${name}.`);
};

const jsonIn = (name: string, value: unknown): unknown => {
  try {
    return JSON.parse(String(value));
  } catch {
    return refuse(name, value);
  }
};

/** The definition of a schema. Throws BadRequestException for one that AppSync refuses. */
export const checkDefinition = (input: Input): string => {
  const definition = requiredText(input, 'Definition');
  try {
    const [problem] = validateSchema(schemaOf(definition));
    if (problem) throw problem;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest(`The schema is not valid: ${reason}`, { cause: error });
  }
  return definition;
};

/** The names of the directives in a valid definition that have no effect, because AppSync does not know them. */
export const ignoredDirectives = (definition: string): readonly string[] => unknownDirectives(parse(definition));

/** Parses a schema. Throws an error if it is invalid. */
export const schemaOf = (definition: string): GraphQLSchema => {
  const own = withKnownDirectives(parse(definition));
  const added = parse(APPSYNC_SCALARS + APPSYNC_DIRECTIVES);
  const schema = buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...own.definitions, ...added.definitions] });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLScalarType) || !type.name.startsWith('AWS')) continue;
    const read = readerOf(type.name);
    Object.assign(type, {
      coerceInputValue: read,
      coerceInputLiteral: (node: ValueNode) => read(valueFromASTUntyped(node)),
      coerceOutputValue: (value: unknown) => (type.name === 'AWSJSON' ? JSON.stringify(value) : value),
    });
  }
  return schema;
};
