import { AwsError } from '../aws/aws-error.ts';
import type { RunningType } from './resource-type.ts';
import { isList, type Value, type ValueObject } from './value.ts';

/** Whether a value contains no reference and no function that the template has yet to evaluate. */
export const isEvaluated = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isEvaluated);
  return Object.entries(value).every(
    ([name, inner]) => name !== 'Ref' && !name.startsWith('Fn::') && isEvaluated(inner),
  );
};

/** A check of one property, which throws AwsError, like the action that creates the resource. */
type Checks = { readonly [property: string]: (properties: ValueObject) => void };

/**
 * Finds the first property that its check refuses, before anything of the template is created. Properties that have yet
 * to be evaluated are not checked; the action that creates the resource checks them.
 */
export const earlyProblem =
  (checks: Checks): NonNullable<RunningType['problem']> =>
  (properties) => {
    for (const [property, check] of Object.entries(checks)) {
      if (!isEvaluated(properties[property])) continue;
      try {
        check(properties);
      } catch (error) {
        if (error instanceof AwsError) return { property, message: error.message };
        throw error;
      }
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

/** The first text that `check` refuses by throwing AwsError. A value that has yet to be evaluated is no text. */
export const refusedText = (
  found: readonly Found[],
  check: (value: string) => void,
): ReturnType<NonNullable<RunningType['problem']>> => {
  for (const { property, value } of found) {
    const problem = typeof value === 'string' ? earlyProblem({ value: () => check(value) })({ value }) : undefined;
    if (problem) return { ...problem, property };
  }
  return undefined;
};
