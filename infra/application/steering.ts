import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV } from '../../handlers/operations/steer-executions/contract.ts';
import { allow, BundledFunction } from '../constructs/bundled-function.ts';
import type { Stage } from '../constructs/stage.ts';
import { acknowledgeExecutions, executionsOf } from './executions.ts';

export interface SteeringProps {
  readonly stage: Stage;
  readonly stateMachine: StateMachine;
  readonly applications: Table;
  /** The function that writes the case files. It is invoked for each stop and redrive. */
  readonly caseFileFunction: IFunction;
}

/** The function with which operators stop and redrive runs of the workflow. */
export class Steering extends Construct {
  readonly steerExecutions: BundledFunction;

  constructor(scope: Construct, id: string, props: SteeringProps) {
    super(scope, id);
    const { stage, stateMachine, applications, caseFileFunction } = props;
    const steer = ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'];
    this.steerExecutions = new BundledFunction(this, 'SteerExecutions', {
      name: 'steer-executions',
      stage,
      timeout: Duration.seconds(29),
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.stateMachineArn]: stateMachine.stateMachineArn,
        [ENV.caseFileFunction]: caseFileFunction.functionArn,
      },
      mayCall: [
        allow(steer, [executionsOf(this)]),
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['lambda:InvokeFunction'], [caseFileFunction.functionArn]),
      ],
    });
    acknowledgeExecutions(this.steerExecutions);
  }
}
