/**
 * Entry point of an execution environment: loads the handler once, then runs one invocation after another. It runs in a
 * worker thread whose process.env contains the function's variables.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
import { flushCompileCache } from 'node:module';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { collectAtRest } from '../../../core/collect-at-rest.ts';
import { createContext } from './context.ts';
import { Wire } from './direct-request.ts';
import { errorShape, RuntimeError } from './errors.ts';
import { takeOverConsole } from './function-log.ts';
import { provideLayers } from './layers.ts';
import { type Handler, keepCommonJs, loadHandler } from './load-handler.ts';
import type { EnvironmentData, EnvironmentMessage, InvokeMessage } from './messages.ts';
import { sendResponsesDirectly } from './response-urls.ts';
import { provideSdk } from './sdk-packages.ts';
import { sendDirectly } from './send-directly.ts';
import { shiftDate } from './shifted-date.ts';

const MEBIBYTE = 1_048_576;

const port = parentPort;
if (!port) throw new Error('main.ts must run in a worker thread; it was started in the main thread.');

const send = (message: EnvironmentMessage): void => port.postMessage(message);
const memoryMb = (): number => Math.ceil(getHeapStatistics().total_physical_size / MEBIBYTE);

/** The running invocation. Answers that arrive after its end are ignored. */
let current: InvokeMessage | undefined;
let cacheWritten = false;

const succeed = (invocation: InvokeMessage, result: unknown): void => {
  if (current !== invocation) return;
  try {
    const payload = JSON.stringify(result) ?? 'null';
    finish({ kind: 'succeeded', payload, memoryMb: memoryMb() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(invocation, new RuntimeError('Runtime.MarshalError', `Unable to stringify response body as json: ${reason}`));
  }
};

const fail = (invocation: InvokeMessage | undefined, thrown: unknown, fatal = false): void => {
  if (current !== invocation) return;
  const shape = errorShape(thrown);
  console.error(
    fatal ? 'Uncaught Exception' : 'Invoke Error',
    JSON.stringify({ ...shape, stack: shape.trace, trace: undefined }),
  );
  finish({ kind: 'failed', payload: JSON.stringify(shape), memoryMb: memoryMb(), fatal });
};

const finish = (answer: EnvironmentMessage): void => {
  current = undefined;
  port.ref();
  send(answer);
  if (!cacheWritten) setTimeout(flushCompileCache, 100).unref();
  cacheWritten = true;
};

const invoke = (handler: Handler, invocation: InvokeMessage): void => {
  try {
    const event: unknown = JSON.parse(invocation.payload);
    current = invocation;
    process.env._X_AMZN_TRACE_ID = invocation.traceHeader;
    run(handler, event, invocation);
  } catch (error) {
    if (current) fail(invocation, error);
    else send({ kind: 'payload-refused', reason: error instanceof Error ? error.message : String(error) });
  }
};

/**
 * Runs the handler. A handler that returns no promise answers through its callback. If it does not call it, the answer
 * is null once the event loop is empty.
 */
const run = (handler: Handler, event: unknown, invocation: InvokeMessage): void => {
  const callback = (error: unknown, result?: unknown): void => {
    if (error === null || error === undefined) succeed(invocation, result);
    else fail(invocation, error);
  };
  const result = handler(event, createContext(invocation, callback), callback);
  if (isThenable(result)) {
    result.then(
      (value) => succeed(invocation, value),
      (error) => fail(invocation, error),
    );
  } else port.unref();
};

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

const crash = (thrown: unknown): void => {
  if (current) fail(current, thrown, true);
  process.exit(1);
};

process.on('beforeExit', () => {
  if (current) succeed(current, null);
});
process.on('uncaughtException', crash);
process.on('unhandledRejection', (reason) =>
  crash(new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason), reason)),
);
const { clockOffset, calls, endpoint, responseHost, layersDirectory } = workerData as EnvironmentData;
shiftDate(clockOffset);
const wire = new Wire(calls);
sendDirectly(endpoint, wire);
sendResponsesDirectly(responseHost, wire);
takeOverConsole(
  (text) => send({ kind: 'log', text }),
  () => current?.requestId ?? '',
);

collectAtRest();
globalThis.gc = undefined;
const started = performance.now();
try {
  const taskRoot = process.env.LAMBDA_TASK_ROOT ?? '';
  if (layersDirectory !== undefined) {
    provideLayers(taskRoot, layersDirectory);
    keepCommonJs(layersDirectory);
  }
  // Registered last, so that the SDK of the runtime is the last place where packages are looked up.
  provideSdk();
  const handler = await loadHandler(taskRoot, process.env._HANDLER ?? '');
  send({ kind: 'ready', initMs: performance.now() - started });
  port.on('message', (invocation: InvokeMessage) => invoke(handler, invocation));
} catch (error) {
  const shape = errorShape(error);
  console.error('Uncaught Exception', JSON.stringify({ ...shape, stack: shape.trace, trace: undefined }));
  send({ kind: 'init-failed', payload: JSON.stringify(shape) });
}
