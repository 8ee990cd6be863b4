import { CfnResource, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnArchive, CfnEventBus } from 'aws-cdk-lib/aws-events';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** Types of resources with data that a new deployment cannot restore: messages, archived events, executions, logs. */
const HOLDERS = [CfnQueue, CfnEventBus, CfnArchive, CfnStateMachine, CfnLogGroup];

/** Sets the removal policy of these resources below `scope`. Tables and user pools set their own policy. */
export function keepData(scope: Construct, removalPolicy: RemovalPolicy): void {
  const resources = scope.node.findAll().filter((construct) => construct instanceof CfnResource);
  for (const resource of resources)
    if (HOLDERS.some((type) => resource instanceof type)) resource.applyRemovalPolicy(removalPolicy);
}
