import type { Value } from '../../core/cloudformation/value.ts';

/** Value of AWS::NoValue: removes the property. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');
export type Evaluated = Value | typeof NO_VALUE;

/** Looks up everything that an expression may refer to. Each method throws ExpressionError for an unknown name. */
export interface Scope {
  /** Value of a parameter, pseudo parameter or resource. */
  ref(name: string): Evaluated;
  attribute(logicalId: string, name: string): Value;
  condition(name: string): boolean;
  /** Value that another stack of the assembly exports. */
  importValue(name: string): Value;
  mapping(map: string, key: string, secondKey: string): Value;
  /** Region for Fn::GetAZs. */
  region(): string;
}
