import type { Stack } from 'aws-cdk-lib';

/** Turns off cfn-lint checks for the whole template: findings in CDK's own output, and the given harmless ones. */
export function ignoreChecks(stack: Stack, ...checks: readonly string[]): void {
  stack.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: [IMPLIED_DEPENDENCY, ...checks] } } };
}

/** CDK writes DependsOn also where a GetAtt implies it. */
const IMPLIED_DEPENDENCY = 'W3005';
