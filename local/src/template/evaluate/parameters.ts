import type { Value } from '../../core/cloudformation/value.ts';
import { ExpressionError } from '../errors.ts';
import type { ParameterDeclaration } from './template.ts';

/**
 * A parameter's value: the given one, else its default. Throws ExpressionError if both are missing, if the value is not
 * allowed, and for types that AWS resolves from the Systems Manager parameter store.
 */
export const parameterValue = (name: string, declared: ParameterDeclaration, given: string | undefined): Value => {
  if (declared.type.startsWith('AWS::SSM::Parameter::'))
    throw new ExpressionError(
      `The parameter ${name} needs the Systems Manager parameter store, which is not supported locally.`,
    );
  const value = given ?? declared.default;
  if (value === undefined) throw new ExpressionError(`The parameter ${name} has no default and was not given.`);
  const text = String(value);
  if (declared.allowedValues && !declared.allowedValues.map(String).includes(text))
    throw new ExpressionError(`The parameter ${name} is ${text}; allowed: ${declared.allowedValues.join(', ')}.`);
  return isListType(declared.type) ? text.split(',').map((item) => item.trim()) : text;
};

const isListType = (type: string): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');
