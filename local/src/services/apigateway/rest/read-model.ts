import { badRequest } from '../../../core/aws/aws-error.ts';
import { isObject, type ValueObject } from '../../../core/cloudformation/value.ts';
import { type Input, requiredText } from '../parameters.ts';
import type { Kinds } from './definitions.ts';
import { schemaProblem } from './json-schema.ts';

/** Reads a model. Throws BadRequestException for a schema that is not of JSON Schema draft 4. */
export const readModel = (input: Input): Kinds['model'] => {
  const apiId = requiredText(input, 'RestApiId');
  const name = requiredText(input, 'Name');
  const schema = readSchema(input.Schema ?? {});
  const problem = schemaProblem(schema);
  if (problem !== undefined)
    throw badRequest(
      `Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. ${problem}]`,
    );
  return { id: `${apiId}/${name}`, apiId, name, schema };
};

const readSchema = (given: unknown): ValueObject => {
  const schema: unknown = typeof given === 'string' ? parsed(given) : given;
  if (isObject(schema)) return schema;
  throw badRequest('Invalid model specified: Schema must be a JSON object');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
