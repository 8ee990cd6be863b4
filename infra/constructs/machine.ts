import { readFileSync } from 'node:fs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { allow } from './bundled-function.ts';
import { named } from './named.ts';
import type { Stage } from './stage.ts';

export interface MachineProps {
  readonly name: string;
  /** Path of the definition file (Amazon States Language, JSON). */
  readonly definition: string;
  /**
   * Functions that the states call. The keys are the placeholder names in the definition. Each placeholder becomes the
   * ARN of the current function version, so a running execution keeps its code after an update.
   */
  readonly calls: Record<string, LambdaFunction>;
  /** Other values for placeholders in the definition, by placeholder name. */
  readonly substitutions: Record<string, string>;
  /** IAM statements for exactly the other calls that the states make. */
  readonly mayCall: readonly PolicyStatement[];
  readonly stage: Stage;
}

/** Creates a Standard state machine with its own role and log group. It logs errors without execution data. */
export function createMachine(scope: Construct, props: MachineProps): StateMachine {
  const { definition, calls, mayCall, stage } = props;
  const name = named(scope, props.name);
  const substitutions = { ...versionsOf(calls), ...props.substitutions };
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(readFileSync(definition, 'utf8')))),
    ...(Object.keys(substitutions).length === 0 ? {} : { definitionSubstitutions: substitutions }),
    role: createRole(scope, [...mayInvoke(scope, Object.values(calls)), ...mayCall]),
    logs: { destination: createLogGroup(scope, name, stage), level: LogLevel.ERROR, includeExecutionData: false },
    tracingEnabled: true,
  });
  const reason = 'The execution history has every event, and only operators may read it; the log is for errors.';
  acknowledge(stateMachine, 'AwsSolutions::AwsSolutions-SF1', reason);
  return stateMachine;
}

/** ARNs of the current versions. Old versions are kept, because a run calls the version that was current at its start. */
function versionsOf(calls: MachineProps['calls']): Record<string, string> {
  for (const { currentVersion } of Object.values(calls)) currentVersion.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return Object.fromEntries(
    Object.entries(calls).map(([name, { currentVersion }]) => [name, currentVersion.functionArn]),
  );
}

/**
 * Allows all versions and the unqualified ARN, because runs of earlier definitions call earlier versions or no version.
 */
function mayInvoke(scope: Construct, functions: readonly LambdaFunction[]): PolicyStatement[] {
  if (functions.length === 0) return [];
  for (const each of functions) {
    const id = Stack.of(scope).getLogicalId(each.node.defaultChild as CfnFunction);
    const reason = 'An execution calls the function version that its definition names, so all versions are allowed.';
    acknowledge(scope, `AwsSolutions::AwsSolutions-IAM5[Resource::<${id}.Arn>:*]`, reason);
  }
  const resources = functions.flatMap(({ functionArn }) => [functionArn, `${functionArn}:*`]);
  return [allow(['lambda:InvokeFunction'], resources)];
}

function createRole(scope: Construct, mayCall: readonly PolicyStatement[]): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  for (const statement of mayCall) role.addToPolicy(statement);
  const reason = 'The actions of log delivery and X-Ray support no resource in a policy.';
  acknowledge(role, 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason);
  return role;
}

/** The prefix /aws/vendedlogs/ keeps the resource policy for log delivery below its limit of 5,120 characters. */
function createLogGroup(scope: Construct, name: string, stage: Stage): LogGroup {
  return new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${name}`,
    retention: stage.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
