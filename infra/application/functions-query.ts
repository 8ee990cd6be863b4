import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { named } from '../constructs/named.ts';

/** The functions below a construct. */
export const functionsBelow = (scope: IConstruct): readonly BundledFunction[] =>
  scope.node.findAll().filter((construct) => construct instanceof BundledFunction);

/** The function of this name without the deployment's prefix; undefined if the stack does not have it, as without the review worker. */
export const functionNamed = (functions: readonly BundledFunction[], name: string): BundledFunction | undefined =>
  functions.find((each) => each.name === named(each, name));

/**
 * The sum of a Lambda metric over all functions below `scope`. One query, because an alarm with metric math supports at
 * most ten metrics.
 */
export function sumOverFunctions(scope: IConstruct, metric: 'Throttles' | 'Errors' | 'Duration'): MathExpression {
  const ours = functionsBelow(scope)
    .map(({ name }) => `FunctionName = '${name}'`)
    .join(' OR ');
  return new MathExpression({
    expression: `SELECT SUM(${metric}) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE ${ours}`,
    label: metric,
  });
}
