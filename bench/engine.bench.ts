import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateMachine } from 'aws-local-stepfunctions';
import { createStepFunctions } from '../local/src/services/stepfunctions/step-functions.ts';
import { startKernel } from '../test/local/kernel.ts';
import { type Bench, median, timed } from './bench.ts';

const EXECUTIONS = 2_000;
const WIDTH = 64;
const ROUNDS = 3;

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const task = (name: string, further: object) => ({ Type: 'Task', Resource: functionArn(name), ...further });

/** The approved path of an account application with stubbed tasks: two parallel checks, a choice, an approval. */
const DEFINITION = {
  StartAt: 'Check',
  States: {
    Check: {
      Type: 'Parallel',
      Branches: ['name', 'address'].map((check) => ({
        StartAt: check,
        States: { [check]: task('check', { End: true }) },
      })),
      ResultPath: '$.checks',
      Next: 'Flagged?',
    },
    'Flagged?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.checks[0].flagged', BooleanEquals: true, Next: 'Refuse' }],
      Default: 'Approve',
    },
    Approve: task('approve', { End: true }),
    Refuse: { Type: 'Fail', Error: 'Flagged' },
  },
};

/**
 * Measures our engine, which writes every step to disk before the step takes effect. Resolves with executions per
 * second.
 */
const measureOurs = async (): Promise<number> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const ended = new Map<string, () => void>();
  const publishAwsEvent = async ({ Detail }: { Detail: string }) => {
    const { executionArn, status } = JSON.parse(Detail) as { executionArn: string; status: string };
    if (status === 'SUCCEEDED') ended.get(executionArn)?.();
  };
  const lambda = {
    service: {
      name: 'lambda',
      actions: { Invoke: () => ({ StatusCode: 200, Payload: '{"flagged":false}', ExecutedVersion: '$LATEST' }) },
      protocols: [],
    },
  };
  const kernel = await startKernel((parts) => [lambda, createStepFunctions(parts, { publishAwsEvent })], { dataDir });
  const machine = {
    name: 'bench',
    definition: JSON.stringify(DEFINITION),
    roleArn: 'arn:aws:iam::000000000000:role/bench',
  };
  const { stateMachineArn } = (await kernel.as('states', 'CreateStateMachine', machine)) as { stateMachineArn: string };
  const run = async (index: number) => {
    const name = `run-${index}`;
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const done = new Promise<void>((resolve) => ended.set(executionArn, resolve));
    await kernel.as('states', 'StartExecution', { stateMachineArn, name, input: '{"id":"a"}' });
    await done;
  };
  await timed(WIDTH * 4, WIDTH, (index) => run(-1 - index));
  const seconds = await timed(EXECUTIONS, WIDTH, run);
  await kernel.stop();
  rmSync(dataDir, { recursive: true });
  return EXECUTIONS / seconds;
};

/** Measures aws-local-stepfunctions, which keeps executions in memory. Resolves with executions per second. */
const measureTheirs = async (): Promise<number> => {
  const stub = async () => ({ flagged: false });
  const overrides = { taskResourceLocalHandlers: { name: stub, address: stub, Approve: stub } };
  const machine = new StateMachine(DEFINITION as never, { validationOptions: { checkPaths: true, checkArn: true } });
  const run = () => machine.run({ id: 'a' }, { overrides }).result;
  await timed(WIDTH * 4, WIDTH, run);
  return EXECUTIONS / (await timed(EXECUTIONS, WIDTH, run));
};

export const bench: Bench = {
  question: 'How many durable executions a second does the engine carry, against one in memory?',
  run: async (logProgress) => {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      ours.push(await measureOurs());
      theirs.push(await measureTheirs());
      logProgress(
        `round ${round}: ours ${ours.at(-1)?.toFixed(0)}/s, aws-local-stepfunctions ${theirs.at(-1)?.toFixed(0)}/s`,
      );
    }
    return [
      { name: 'ours, durable', value: median(ours), unit: 'executions/s', goal: '>= 2000' },
      { name: 'aws-local-stepfunctions 3.0.0, in memory', value: median(theirs), unit: 'executions/s' },
      { name: 'ratio', value: median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN))), unit: '' },
    ];
  },
};
