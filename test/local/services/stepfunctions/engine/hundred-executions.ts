import { appendFileSync } from 'node:fs';
import { ASK, fakeLambda, fakeService, functionArn, startWorkflows, type Workflows } from '../step-functions.ts';

const RETRY = [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1_000 }];
const TASK = { Type: 'Task', Resource: functionArn('unsteady'), Retry: RETRY, End: true };
const branch = (name: string, state: unknown) => ({ StartAt: name, States: { [name]: state } });

/** Definitions whose executions are in progress when the process is killed, by name of the state machine. */
const MACHINES: Readonly<Record<string, Record<string, unknown>>> = {
  token: { Ask: { ...ASK, HeartbeatSeconds: 86_400, End: true } },
  wait: { Rest: { Type: 'Wait', Seconds: 3_600, End: true } },
  retry: { Try: TASK },
  parallel: {
    Both: { Type: 'Parallel', Branches: [branch('Ask', { ...ASK, End: true }), branch('Try', TASK)], End: true },
  },
};
export const EXECUTIONS = Object.keys(MACHINES).flatMap((machine) =>
  Array.from({ length: 25 }, (_, index) => ({ machine, name: `${machine}-${index}` })),
);

/**
 * Step Functions with a fake queue that writes each message body as one line, and a fake function that answers with
 * `work`.
 */
export const startHundred = (dataDir: string, sentPath: string, work: () => unknown): Promise<Workflows> => {
  const queue = fakeService('sqs', {
    SendMessage: ({ MessageBody }) => {
      appendFileSync(sentPath, `${MessageBody}\n`);
      return { MessageId: '1', MD5OfMessageBody: '0' };
    },
  });
  return startWorkflows([queue, fakeLambda({ unsteady: work })], { dataDir });
};

const busy = () => {
  throw Object.assign(new Error('not yet'), { name: 'Busy' });
};

/** Starts all executions and writes the name of each acknowledged one; existing executions are not started again. */
const main = async (dataDir: string, sentPath: string, acknowledgedPath: string): Promise<void> => {
  const workflows = await startHundred(dataDir, sentPath, busy);
  const arns = new Map<string, string>();
  for (const [name, states] of Object.entries(MACHINES)) arns.set(name, await workflows.machine(name, states));
  for (const { machine, name } of EXECUTIONS) {
    const arn = await workflows.begin(arns.get(machine) ?? '', {}, name);
    appendFileSync(acknowledgedPath, `${arn}\n`);
  }
  process.stdout.write('started\n');
};

const [, script, dataDir, sentPath, acknowledgedPath] = process.argv;
if (script === import.meta.filename && dataDir && sentPath && acknowledgedPath)
  await main(dataDir, sentPath, acknowledgedPath);
