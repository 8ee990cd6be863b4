import { join } from 'node:path';
import { Environment } from '../../local/lambda/environments/environment.ts';
import { timed } from '../bench.ts';
import { configured } from '../configured.ts';
import { answerAtOnce, EXECUTION_ARN } from './answers.ts';

const ROOT = join(import.meta.dirname, '../..');
const WIDTH = 32;
const TIMEOUT_MS = 20_000;

const NAME = 'Spock';
const ADDRESS = '123 Enterprise Street';

/** The functions of an approved application with what they are given; those of one step run at the same time. */
const stepsOf = (id: string): readonly Readonly<Record<string, unknown>>[] => {
  const detail = { application: { id, name: NAME, address: ADDRESS } };
  const ending = { executionArn: EXECUTION_ARN, status: 'SUCCEEDED', stopDate: 0, input: JSON.stringify(detail) };
  const event = { applicationId: id, outcome: 'APPROVED', occurredAt: new Date(0).toISOString() };
  return [
    { 'register-application': { executionArn: EXECUTION_ARN, detail } },
    {
      'check-name': { command: 'CHECK_NAME', data: { name: NAME } },
      'check-address': { command: 'CHECK_ADDRESS', data: { address: ADDRESS } },
    },
    {
      'record-outcome': { outcome: 'APPROVED', applicationId: id, executionArn: EXECUTION_ARN, decision: null },
    },
    { notify: { detail: ending }, 'open-account': { detail: event } },
  ];
};

/** So many steps until the record is APPROVED; */
export const UNTIL_APPROVED = 3;
/** and with the mail and the account. */
export const TO_THE_END = 4;

/** One environment of a deployed bundle, whose calls of AWS are answered at once. One invocation at a time, as on Lambda. */
class Alone {
  readonly #environment: Environment;
  #last: Promise<unknown> = Promise.resolve();

  constructor(functionName: string) {
    const directory = join(ROOT, 'dist/handlers', functionName);
    const endpoint = 'http://127.0.0.1:9';
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
    this.#environment = new Environment(
      {
        name: functionName,
        variables: {
          ...{ ...configured(), ...keys, AWS_ENDPOINT_URL: endpoint, POWERTOOLS_LOG_LEVEL: 'SILENT' },
          ...{ _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: directory },
        },
        memoryMb: 256,
        compileCacheDirectory: join(ROOT, 'dist/compiled'),
        data: { clockOffset: new Float64Array(new SharedArrayBuffer(8)), endpoint },
        answerCall: async ({ headers, body }) => {
          const type = headers['content-type'] ?? '';
          return { status: 200, headers: { 'content-type': type }, body: answerAtOnce(headers['x-amz-target'], body) };
        },
      },
      { log: () => {}, closed: () => {} },
    );
  }

  invoke(payload: unknown): Promise<void> {
    const invocation = {
      ...{ requestId: 'limits', payload: JSON.stringify(payload), timeoutMs: TIMEOUT_MS },
      ...{ invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:limits', clientContext: undefined },
    };
    const done = this.#last.then(async () => {
      const outcome = await this.#environment.invoke(invocation);
      if (outcome.kind !== 'succeeded') throw new Error(`A function failed: ${JSON.stringify(outcome)}`);
    });
    this.#last = done.catch(() => {});
    return done;
  }

  close(): Promise<void> {
    return this.#environment.close();
  }
}

export interface Course {
  readonly count: number;
  readonly rounds: number;
  /** Of each application so many. */
  readonly steps: number;
}

/** Applications a second that the deployed functions alone can take, for each of `rounds` batches of `count`. */
export const functionsAlone = async ({ count, rounds, steps }: Course): Promise<readonly number[]> => {
  const course = (id: string) => stepsOf(id).slice(0, steps);
  const functions = new Map(course('').flatMap((step) => Object.keys(step).map((each) => [each, new Alone(each)])));
  const run = async (id: string): Promise<void> => {
    for (const step of course(id))
      await Promise.all(Object.entries(step).map(([each, payload]) => functions.get(each)?.invoke(payload)));
  };
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const seconds = await timed(count, WIDTH, (index) => run(`${round}-${index}`));
    rates.push(count / seconds);
  }
  await Promise.all([...functions.values()].map((each) => each.close()));
  return rates;
};
