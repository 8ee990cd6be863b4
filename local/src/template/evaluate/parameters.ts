import type { Value } from '../../core/cloudformation/value.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import { ExpressionError } from '../errors.ts';
import { namesStored, type StoredValues, storedValue } from './stored-values.ts';
import type { ParameterDeclaration } from './template.ts';

const UNVERSIONED = /\{\{resolve:ssm:[^:}]*\}\}/;

/**
 * A parameter's value: the given one, else its default. A type of Systems Manager makes it the name of a parameter in
 * `stored`. Throws ExpressionError if there is no value, or if it is not allowed.
 */
export const parameterValue = (
  name: string,
  declared: ParameterDeclaration,
  given: string | undefined,
  stored: StoredValues,
): Value => {
  const value = given ?? declared.default;
  if (value === undefined) throw new ExpressionError(`The parameter ${name} has no default and was not given.`);
  const text = textOfAny(value);
  const allowed = declared.allowedValues?.map(textOfAny);
  if (allowed && !allowed.includes(text))
    throw new ExpressionError(`The parameter ${name} is ${text}; allowed: ${allowed.join(', ')}.`);
  if (UNVERSIONED.test(text))
    throw new ExpressionError(`Template error: parameter ${name} should not contain ssm versionless resolver`);
  if (namesStored(declared.type)) return storedValue({ name, type: declared.type }, text, stored);
  return isListType(declared.type) ? text.split(',').map((item) => item.trim()) : text;
};

const isListType = (type: string): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');
