import type { Stack } from 'aws-cdk-lib';

/** Turns off these cfn-lint checks for the whole template, and W3005, which CDK's own output violates. */
export function ignoreChecks(stack: Stack, ...checks: readonly string[]): void {
  stack.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: [IMPLIED_DEPENDENCY, ...checks] } } };
}

/** Reports a DependsOn that a GetAtt already implies. CDK writes such DependsOn. */
const IMPLIED_DEPENDENCY = 'W3005';
