import { join } from 'node:path';
import type { EnvironmentSpec } from '../../local/src/services/lambda/environments/environment.ts';
import { type Output, Pool } from '../../local/src/services/lambda/environments/pool.ts';
import { configured } from '../configured.ts';
import { ADDRESS } from '../workload.ts';
import { EXECUTION_ARN, stubAnswer } from './answers.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENDPOINT = 'http://127.0.0.1:9';
const NAME = 'Spock';

/**
 * The functions that process an approved application, with their inputs, step by step. Functions of one step run
 * concurrently.
 */
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

/** Number of steps until the record is APPROVED. */
export const UNTIL_APPROVED = 3;
/** Number of steps including the mail and the account. */
export const TO_THE_END = 4;

/** Runs a deployed bundle; a stub answers its AWS calls immediately. */
const specOf = (functionName: string): EnvironmentSpec => {
  const directory = join(ROOT, 'dist/handlers', functionName);
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
  return {
    name: functionName,
    variables: {
      ...configured(),
      ...keys,
      AWS_ENDPOINT_URL: ENDPOINT,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: directory,
    },
    memoryMb: 256,
    compileCacheDirectory: join(ROOT, 'dist/compiled'),
    data: {
      clockOffset: new Float64Array(new SharedArrayBuffer(8)),
      endpoint: ENDPOINT,
      responseHost: '',
      layersDirectory: undefined,
    },
    now: () => Date.now(),
    answerCall: async ({ headers, body }) => {
      const type = headers['content-type'] ?? '';
      return { status: 200, headers: { 'content-type': type }, body: stubAnswer(headers['x-amz-target'], body) };
    },
  };
};

/** The deployed functions, one execution environment each, without the rest of the system. */
export class FunctionsAlone {
  readonly #pool = new Pool<Output>();

  /** Runs the first `steps` steps of an application. */
  async run(id: string, steps: number): Promise<void> {
    for (const step of stepsOf(id).slice(0, steps))
      await Promise.all(Object.entries(step).map(([name, payload]) => this.#invoke(name, payload)));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #invoke(functionName: string, payload: unknown): Promise<void> {
    const target = {
      key: functionName,
      concurrency: 1,
      prepare: () => ({ spec: specOf(functionName), output: { write: () => {} }, closed: () => {} }),
    };
    const invocation = {
      requestId: 'limits',
      payload: JSON.stringify(payload),
      timeoutMs: 20_000,
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:limits',
      clientContext: undefined,
      traceHeader: '',
    };
    const { outcome } = await this.#pool.run(target, invocation, () => {});
    if (outcome.kind !== 'succeeded') throw new Error(`A function failed: ${JSON.stringify(outcome)}`);
  }
}
