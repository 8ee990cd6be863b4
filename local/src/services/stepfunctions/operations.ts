import type { Value } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

type Tags = readonly { readonly key: Value | undefined; readonly value: Value | undefined }[];

type StartExecutionInput = {
  readonly stateMachineArn: string;
  readonly name: string;
  /** The input as JSON text. */
  readonly input: string;
};

export const startExecution = operation<StartExecutionInput>('states', 'StartExecution');

type StartSyncExecutionInput = {
  readonly stateMachineArn: string;
  /** The input as JSON text. */
  readonly input: string;
};

interface SyncExecution {
  readonly status: string;
  readonly error?: string;
  /** JSON text. */
  readonly output?: string;
}

export const startSyncExecution = operation<StartSyncExecutionInput, SyncExecution>('states', 'StartSyncExecution');

export const describeStateMachine = operation<{ readonly stateMachineArn: string }, { readonly type: string }>(
  'states',
  'DescribeStateMachine',
);

export const stopExecution = operation<{ readonly executionArn: string }>('states', 'StopExecution');

export interface LoggingConfiguration {
  readonly level: string;
  readonly includeExecutionData: boolean;
  readonly destinations: readonly {
    readonly cloudWatchLogsLogGroup: { readonly logGroupArn: string | undefined };
  }[];
}

/** The revision id of a state machine; absent for its first revision. */
export interface Revision {
  readonly revisionId?: string;
}

type CreateStateMachineInput = {
  readonly name: string;
  /** The definition as JSON text. */
  readonly definition: string;
  readonly roleArn?: Value;
  readonly type?: Value;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tags: Tags;
};

export const createStateMachine = operation<CreateStateMachineInput, Revision>('states', 'CreateStateMachine');

type UpdateStateMachineInput = {
  readonly stateMachineArn: string;
  /** The definition as JSON text. */
  readonly definition: string;
  readonly roleArn: Value | undefined;
  readonly loggingConfiguration: LoggingConfiguration;
};

export const updateStateMachine = operation<UpdateStateMachineInput, Revision>('states', 'UpdateStateMachine');

export const deleteStateMachine = operation<{ readonly stateMachineArn: string }>('states', 'DeleteStateMachine');

export const createActivity = operation<{ readonly name: string; readonly tags: Tags }>('states', 'CreateActivity');

export const deleteActivity = operation<{ readonly activityArn: string }>('states', 'DeleteActivity');

type PublishStateMachineVersionInput = {
  readonly stateMachineArn?: Value;
  readonly revisionId?: Value;
  readonly description?: Value;
};

export const publishStateMachineVersion = operation<
  PublishStateMachineVersionInput,
  { readonly stateMachineVersionArn: string }
>('states', 'PublishStateMachineVersion');

export const deleteStateMachineVersion = operation<{ readonly stateMachineVersionArn: string }>(
  'states',
  'DeleteStateMachineVersion',
);

export type AliasSettings = {
  readonly description?: string;
  readonly routingConfiguration: readonly {
    readonly stateMachineVersionArn: Value | undefined;
    /** The weight in percent. */
    readonly weight: number | undefined;
  }[];
};

export const createStateMachineAlias = operation<
  AliasSettings & { readonly name: string },
  { readonly stateMachineAliasArn: string }
>('states', 'CreateStateMachineAlias');

export const updateStateMachineAlias = operation<AliasSettings & { readonly stateMachineAliasArn: string }>(
  'states',
  'UpdateStateMachineAlias',
);

export const deleteStateMachineAlias = operation<{ readonly stateMachineAliasArn: string }>(
  'states',
  'DeleteStateMachineAlias',
);
