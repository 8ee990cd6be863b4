import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { named } from '../constructs/named.ts';

/** Name of the state machine without the prefix of the deployment. */
export const MACHINE_NAME = 'account-application';

/** Name of the state machine. The ARNs of its executions contain this name. */
export const machineName = (scope: IConstruct): string => named(scope, MACHINE_NAME);

/** ARN pattern of all executions of the workflow, for an IAM policy. */
export function executionsOf(scope: IConstruct): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machineName(scope)}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** Acknowledges that a role below this construct may read every execution of the workflow. */
export function acknowledgeExecutions(scope: IConstruct): void {
  const finding = `Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machineName(scope)}:*`;
  const reason = 'The function reads executions of this state machine, whose names are not known at deployment.';
  acknowledge(scope, `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason);
}
