import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import type { Action, ServiceModule } from '../../../../local/src/core/service.ts';
import {
  createStepFunctions,
  type StepFunctionsPorts,
} from '../../../../local/src/services/stepfunctions/step-functions.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/workflow';

/** A fake service whose actions are plain functions of their input. */
export const fakeService = (name: string, actions: Record<string, Action>): ServiceModule => ({
  service: { name, actions, protocols: [] },
});

/** A fake Lambda service. The return value of a function is its result, and what the function throws is its error. */
export const fakeLambda = (functions: Record<string, (event: unknown) => unknown>): ServiceModule =>
  fakeService('lambda', {
    Invoke: async ({ FunctionName, Payload }) => {
      const name = String(FunctionName).split(':').at(-1) ?? '';
      const run = functions[name];
      if (!run) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, { statusCode: 404 });
      const text = (value: unknown) => Buffer.from(JSON.stringify(value ?? null));
      try {
        const result = await run(JSON.parse(Buffer.from(Payload as Uint8Array).toString()));
        return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: text(result) };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        return { StatusCode: 200, FunctionError: 'Unhandled', Payload: text({ errorType, errorMessage }) };
      }
    },
  });

export const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** A fake queue service that keeps the sent messages in order in `sent`. */
export const fakeQueue = () => {
  const sent: Record<string, unknown>[] = [];
  const module = fakeService('sqs', {
    SendMessage: (input) => {
      sent.push(input);
      return { MD5OfMessageBody: '0', MessageId: `message-${sent.length}` };
    },
  });
  return { module, sent };
};

/** A Task that waits for an answer by task token; the token is sent to the queue. */
export const ASK = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: 'queue', MessageBody: { 'token.$': '$$.Task.Token' } },
};

export const tokenIn = (message: Record<string, unknown> | undefined): string =>
  JSON.parse(String(message?.MessageBody)).token;

export interface Workflows extends TestKernel {
  /** Creates a state machine and returns its ARN. */
  machine(name: string, states: Record<string, unknown>, options?: Record<string, unknown>): Promise<string>;
  /** Starts an execution and returns its ARN. */
  begin(stateMachineArn: string, input?: unknown, name?: string): Promise<string>;
  describe(executionArn: string): Promise<Record<string, unknown>>;
  /** Resolves with the description once the execution has ended. */
  ended(executionArn: string): Promise<Record<string, unknown>>;
  /** Closes the store while work is in flight, as the end of the process does. */
  crash(): Promise<void>;
  /** The types of the history events in order. */
  history(executionArn: string): Promise<string[]>;
}

/** Step Functions on a test kernel, with fakes of the services it calls. */
export const startWorkflows = async (
  services: ServiceModule[] = [],
  options: { dataDir?: string; ports?: StepFunctionsPorts } = {},
): Promise<Workflows> => {
  const { dataDir, ports } = options;
  const modules = (kernel: Kernel) => [...services, createStepFunctions(kernel, ports)];
  const kernel = await startKernel(modules, dataDir === undefined ? {} : { dataDir });
  const call = async (action: string, input: Record<string, unknown>) =>
    (await kernel.as('states', action, input)) as Record<string, unknown>;
  const describe = (executionArn: string) => call('DescribeExecution', { executionArn });
  return {
    ...kernel,
    machine: async (name, states, { type = 'STANDARD', ...definition } = {}) => {
      const text = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...definition });
      const created = await call('CreateStateMachine', { name, type, definition: text, roleArn: ROLE });
      return String(created.stateMachineArn);
    },
    begin: async (stateMachineArn, input = {}, name) => {
      const named = name === undefined ? {} : { name };
      const started = await call('StartExecution', { stateMachineArn, input: JSON.stringify(input), ...named });
      return String(started.executionArn);
    },
    describe,
    crash: async () => {
      await kernel.timers.stop();
      await kernel.store.close();
    },
    ended: async (executionArn) => {
      for (;;) {
        const description = await describe(executionArn);
        if (description.status !== 'RUNNING') return description;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    history: async (executionArn) => {
      const { events } = await call('GetExecutionHistory', { executionArn, maxResults: 1000 });
      return (events as { type: string }[]).map(({ type }) => type);
    },
  };
};
