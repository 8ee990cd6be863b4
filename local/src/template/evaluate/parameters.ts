import type { Value } from '../../core/cloudformation/value.ts';
import { ExpressionError } from '../errors.ts';
import type { ParameterDeclaration } from './template.ts';

/**
 * A parameter's value: what was given, else its default. Throws ExpressionError without either, for a value that is not
 * allowed, and for one that AWS would look up in the Systems Manager parameter store.
 */
export const parameterValue = (name: string, declared: ParameterDeclaration, given: string | undefined): Value => {
  if (declared.type.startsWith('AWS::SSM::Parameter::'))
    throw new ExpressionError(`The parameter ${name} is looked up in the parameter store, which is not there.`);
  const value = given ?? declared.default;
  if (value === undefined) throw new ExpressionError(`The parameter ${name} has no default and was not given.`);
  const text = String(value);
  if (declared.allowedValues && !declared.allowedValues.map(String).includes(text))
    throw new ExpressionError(`The parameter ${name} is ${text}; allowed: ${declared.allowedValues.join(', ')}.`);
  return isListType(declared.type) ? text.split(',').map((item) => item.trim()) : text;
};

const isListType = (type: string): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');
