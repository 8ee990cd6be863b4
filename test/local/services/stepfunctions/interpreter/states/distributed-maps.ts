import type { Json } from '../../../../../../local/src/services/stepfunctions/language/json.ts';
import { Execution } from '../harness.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';
export const TASK = { Type: 'Task', Resource: LAMBDA };
export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

interface Shape {
  readonly map?: object;
  readonly inner?: object;
  readonly states?: object;
  readonly config?: object;
}

/** A state machine with one distributed Map named `Each`, whose children run one state named `One`. */
export const machine = ({ map = {}, inner = TASK, states = {}, config = {} }: Shape = {}) => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      Label: 'Orders',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD', ...config },
        StartAt: 'One',
        States: { One: { End: true, ...inner } },
      },
      End: true,
      ...map,
    },
    ...states,
  },
});
export const input = { items: ['a', 'b', 'c'], k: 1 };
export const start = (shape: Shape = {}, given: Json = input) =>
  new Execution(machine(shape), { input: given, reload: true }).begin();
export const run = (shape: Shape = {}, given: Json = input) =>
  new Execution(machine(shape), { input: given, reload: true }).run();

export const succeed = (execution: Execution, index: number, output: Json = 'done') =>
  execution.give({ kind: 'taskSucceeded', taskId: execution.tasks[index]?.taskId ?? '', output });
export const fail = (execution: Execution, index: number) =>
  execution.give({ kind: 'taskFailed', taskId: execution.tasks[index]?.taskId ?? '', error: 'Broken', cause: 'why' });
/** The inputs of all tasks so far, in the order of their start. */
export const taskInputs = (execution: Execution) => execution.tasks.map((task) => task.parameters);
