import { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Its documents do not say that it names the account for which it assumes a role. */
const NAMES_NO_ACCOUNT = 'apigateway.amazonaws.com';

/**
 * Lets services assume the roles below `scope` only for resources of this account, except for a role of API Gateway. Each
 * trust policy has one statement. Call it when all roles exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention
 */
export function trustThisAccountOnly(scope: Construct): void {
  const condition = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  for (const role of scope.node.findAll().filter((construct) => construct instanceof CfnRole)) {
    const trust = JSON.stringify(Stack.of(scope).resolve(role.assumeRolePolicyDocument));
    if (trust.includes(NAMES_NO_ACCOUNT)) continue;
    role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition', condition);
  }
}
