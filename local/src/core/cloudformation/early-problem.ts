import { AwsError } from '../aws/aws-error.ts';
import { object } from './properties.ts';
import type { PropertyCheck } from './resource-type.ts';
import { isList, type Value, type ValueObject } from './value.ts';

/** Whether a value contains no reference and no function that the template has yet to evaluate. */
export const isEvaluated = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isEvaluated);
  return Object.entries(value).every(
    ([name, inner]) => name !== 'Ref' && !name.startsWith('Fn::') && isEvaluated(inner),
  );
};

type Problem = ReturnType<PropertyCheck>;

/** The problem of a property, which `check` reports by throwing AwsError, like the action that creates the resource. */
const problemOf = (property: string, check: () => void): Problem => {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return { property, message: error.message };
    throw error;
  }
};

/** The checks of properties, which throw AwsError. */
type Checks = { readonly [property: string]: (properties: ValueObject) => void };

/**
 * Finds the first property that its check refuses, before anything of the template is created. Properties that have yet
 * to be evaluated are not checked; the action that creates the resource checks them.
 */
export const earlyProblem =
  (checks: Checks) =>
  (properties: ValueObject): Problem => {
    for (const [property, check] of Object.entries(checks)) {
      if (!isEvaluated(properties[property])) continue;
      const problem = problemOf(property, () => check(properties));
      if (problem) return problem;
    }
    return undefined;
  };

/** A value with the path of its property. */
interface Found {
  readonly property: string;
  readonly value: Value | undefined;
}

/** The items of a property that is a list. */
export const itemsOf = (property: string, value: Value | undefined): readonly Found[] =>
  isList(value) ? value.map((item, index) => ({ property: `${property}[${index}]`, value: item })) : [];

/** One member of each item of a property that is a list of objects. */
export const membersOf = (property: string, value: Value | undefined, member: string): readonly Found[] =>
  itemsOf(property, value).map((item) => ({
    property: `${item.property}.${member}`,
    value: object(item.value)[member],
  }));

/** The first text that `check` refuses by throwing AwsError. A value that has yet to be evaluated is no text. */
export const refusedText = (found: readonly Found[], check: (value: string) => void): Problem => {
  for (const { property, value } of found) {
    const problem = typeof value === 'string' ? problemOf(property, () => check(value)) : undefined;
    if (problem) return problem;
  }
  return undefined;
};
