import type { Stack } from 'aws-cdk-lib';

/** Has cfn-lint leave out checks of the whole template: what CDK itself writes so, and what is harmless. */
export function ignoreChecks(stack: Stack, ...checks: readonly string[]): void {
  stack.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: [IMPLIED_DEPENDENCY, ...checks] } } };
}

/** CDK states dependencies that a GetAtt implies already. */
const IMPLIED_DEPENDENCY = 'W3005';
