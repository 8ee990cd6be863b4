import { AwsError } from '../aws/aws-error.ts';
import type { RunningType } from './resource-type.ts';
import type { ValueObject } from './value.ts';

/** Whether a value contains no reference and no function that the template has yet to evaluate. */
const isEvaluated = (value: unknown): boolean => {
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
