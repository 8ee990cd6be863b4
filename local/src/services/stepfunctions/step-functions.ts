import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import { ACTIONS } from './actions.ts';
import { Engine } from './engine/engine.ts';
import { ExecutionLogs } from './execution-logs.ts';
import { TaskPerformer } from './integrations/task-performer.ts';
import { executionRetention } from './retention.ts';
import { type PublishAwsEvent, StatusEvents } from './status-events.ts';
import { openTables } from './store/tables.ts';

export interface StepFunctionsPorts {
  /** Puts status events on the default event bus. If absent, no status events are published. */
  readonly publishAwsEvent?: PublishAwsEvent;
}

export interface StepFunctions extends ServiceModule {
  /**
   * ARN of the state machine that issued the task token: an answer requires permission on it. Undefined if no state
   * machine issued the token.
   */
  stateMachineOfTask(taskToken: string): string | undefined;
  /** ARNs of the functions in the current definitions, without duplicates. */
  functionsInDefinitions(): readonly string[];
}

const FUNCTION_ARN = /arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?/g;

/** AWS Step Functions: state machines, their durable executions, activities and task tokens. */
export const createStepFunctions = (kernel: Kernel, { publishAwsEvent }: StepFunctionsPorts = {}): StepFunctions => {
  const tables = openTables(kernel.store);
  const statusEvents = publishAwsEvent && new StatusEvents(kernel, publishAwsEvent);
  const performer = new TaskPerformer(kernel, tables.executions);
  const logs = new ExecutionLogs(kernel, tables.stateMachines);
  const engine = new Engine({ kernel, tables, performer, statusEvents, logs });
  const retention = executionRetention(kernel, tables);
  const actions = Object.entries(ACTIONS).map(
    ([name, make]) => [name, make({ kernel, tables, engine, performer })] as const,
  );
  return {
    service: {
      name: 'states',
      actions: Object.fromEntries(actions),
      protocols: [{ kind: 'json', targetPrefix: 'AWSStepFunctions', version: '1.0' }],
    },
    start: async () => {
      await engine.open();
      await retention.start();
    },
    resume: () => engine.resume(),
    stop: () => engine.close(),
    stateMachineOfTask: (taskToken) => engine.stateMachineOfTask(taskToken),
    functionsInDefinitions: () => [
      ...new Set(
        tables.stateMachines.currentDefinitions().flatMap((definition) => definition.match(FUNCTION_ARN) ?? []),
      ),
    ],
  };
};
