import {
  buildSchema,
  GraphQLError,
  GraphQLScalarType,
  type GraphQLSchema,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/**
 * The scalars and directives that AppSync adds to every schema.
 * https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
 */
const APPSYNC_TYPES = `
scalar AWSDate scalar AWSTime scalar AWSDateTime scalar AWSTimestamp scalar AWSEmail scalar AWSJSON scalar AWSURL
scalar AWSPhone scalar AWSIPAddress
directive @aws_api_key on FIELD_DEFINITION | OBJECT
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

/** Parses a schema. Throws GraphQLError if it is invalid. */
export const schemaOf = (definition: string): GraphQLSchema => {
  const schema = buildSchema(`${definition}\n${APPSYNC_TYPES}`);
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
