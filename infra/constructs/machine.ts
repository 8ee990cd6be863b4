import { readFileSync } from 'node:fs';
import { RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Stage } from './stage.ts';

export interface MachineProps {
  readonly name: string;
  /** Path of the definition file (Amazon States Language, JSON). */
  readonly definition: string;
  /** Values by the placeholder names of the definition. */
  readonly substitutions: Record<string, string>;
  /** Statements for exactly the calls that its states make. */
  readonly mayCall: readonly PolicyStatement[];
  readonly stage: Stage;
}

/** A Standard state machine with its own role and log group. It logs errors without execution data. */
export function createMachine(scope: Construct, props: MachineProps): StateMachine {
  const { name, definition, substitutions, mayCall, stage } = props;
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(readFileSync(definition, 'utf8')))),
    ...(Object.keys(substitutions).length === 0 ? {} : { definitionSubstitutions: substitutions }),
    role: createRole(scope, mayCall),
    logs: { destination: createLogGroup(scope, name, stage), level: LogLevel.ERROR, includeExecutionData: false },
    tracingEnabled: true,
  });
  const reason = 'The execution history has every event, and only operators may read it; the log is for errors.';
  acknowledge(stateMachine, 'AwsSolutions::AwsSolutions-SF1', reason);
  return stateMachine;
}

function createRole(scope: Construct, mayCall: readonly PolicyStatement[]): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  for (const statement of mayCall) role.addToPolicy(statement);
  const reason = 'Log delivery and X-Ray know no resources to narrow this to.';
  acknowledge(role, 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason);
  return role;
}

/** A name with the prefix /aws/vendedlogs/ keeps the log delivery resource policy below its size limit (5,120 characters). */
function createLogGroup(scope: Construct, name: string, stage: Stage): LogGroup {
  return new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${name}`,
    retention: stage.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
