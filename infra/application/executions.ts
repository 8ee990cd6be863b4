import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';

/** The name of the state machine: executions have it in their ARNs. */
export const MACHINE_NAME = 'account-application';

/** The ARNs of all executions of the workflow, for a policy. */
export function executionsOf(scope: IConstruct): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${MACHINE_NAME}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** Says why a role below this construct may describe every execution of the workflow. */
export function acknowledgeExecutions(scope: IConstruct): void {
  const finding = `Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${MACHINE_NAME}:*`;
  const reason = 'It asks about runs of this state machine, whose names only Step Functions knows.';
  acknowledge(scope, `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason);
}
