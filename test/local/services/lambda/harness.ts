import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import type { Log } from '../../../../local/src/core/log.ts';
import type { Action, ServiceModule } from '../../../../local/src/core/service.ts';
import { answerInProcess } from '../../../../local/src/gateway/answer-in-process.ts';
import { createLambda, type LambdaModule, type LambdaPorts } from '../../../../local/src/services/lambda/lambda.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/functions';

/** A service that records its calls and answers with `answers`. */
export interface FakeService {
  readonly module: ServiceModule;
  readonly calls: { readonly action: string; readonly input: Record<string, unknown>; readonly caller: string }[];
  /** Resolves with the first `count` calls of `action` once they were made. */
  called(action: string, count?: number): Promise<Record<string, unknown>[]>;
}

export const fakeService = (name: string, answers: { readonly [action: string]: Action }): FakeService => {
  const calls: FakeService['calls'][number][] = [];
  const waiting = new Set<() => void>();
  const noting =
    (action: string, run: Action): Action =>
    (input, call) => {
      calls.push({ action, input, caller: call.caller.arn });
      for (const check of [...waiting]) check();
      return run(input, call);
    };
  const actions = Object.fromEntries(Object.entries(answers).map(([action, run]) => [action, noting(action, run)]));
  return {
    module: { service: { name, actions, protocols: [] } },
    calls,
    called: (action, count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          const inputs = calls.filter((call) => call.action === action).map((call) => call.input);
          if (inputs.length < count) return;
          waiting.delete(check);
          resolve(inputs.slice(0, count));
        };
        waiting.add(check);
        check();
      }),
  };
};

export interface LambdaHarness {
  readonly kernel: TestKernel;
  readonly lambda: LambdaModule;
  /** Creates a function from these files, in a separate directory; returns its configuration. */
  create(name: string, source: string | Files, settings?: Record<string, unknown>): Promise<Record<string, unknown>>;
  invoke(name: string, payload?: unknown, input?: Record<string, unknown>): Promise<Invoked>;
  /** Signals that the queue may have messages. */
  signal(): void;
  stop(): Promise<void>;
}

export type Files = { readonly [path: string]: string };

interface Invoked {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly ExecutedVersion?: string;
  readonly payload: unknown;
  readonly log: string;
}

/** The stream source of a test without streams. */
export const NO_STREAMS: LambdaPorts['streamSource'] = {
  onRecords: () => () => {},
  latestSequenceNumber: () => undefined,
};

export const startLambda = async (
  others: readonly (ServiceModule | ((kernel: Kernel) => ServiceModule))[] = [],
  options: { dataDir?: string; log?: Log; streamSource?: LambdaPorts['streamSource'] } = {},
): Promise<LambdaHarness> => {
  const folder = mkdtempSync(join(tmpdir(), 'handlers-'));
  const listeners = new Set<() => void>();
  const onMessage = (_queueArn: string, listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  let lambda: LambdaModule | undefined;
  const kernel = await startKernel((kernel) => {
    lambda = createLambda(kernel, {
      queueSignals: { onMessage },
      streamSource: options.streamSource ?? NO_STREAMS,
      answerCall: (call, signal) => answerInProcess(kernel, call, signal),
    });
    return [...others.map((other) => (typeof other === 'function' ? other(kernel) : other)), lambda];
  }, options);
  if (!lambda) throw new Error('The kernel did not create the Lambda service.');
  return {
    kernel,
    lambda,
    create: async (name, source, settings = {}) =>
      (await kernel.as('lambda', 'CreateFunction', {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Role: ROLE,
        Handler: 'index.handler',
        Timeout: 30,
        Code: { LocalDirectory: writeFiles(join(folder, name), source) },
        ...settings,
      })) as Record<string, unknown>,
    invoke: async (name, payload = {}, input = {}) => {
      const answer = (await kernel.as('lambda', 'Invoke', {
        FunctionName: name,
        Payload: payload,
        ...input,
      })) as Invoked & {
        Payload: string;
      };
      const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
      return { ...answer, log, payload: answer.Payload === '' ? undefined : JSON.parse(answer.Payload) };
    },
    signal: () => {
      for (const listener of listeners) listener();
    },
    stop: async () => {
      await kernel.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Writes a module `index.mjs`, or several files, and returns the directory. */
export const writeFiles = (directory: string, source: string | Files): string => {
  const files = typeof source === 'string' ? { 'index.mjs': source } : source;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
};

/** The code and message of the AwsError that `work` rejects with. */
export const refusal = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('The call succeeded; an error was expected.');
};
