import { format } from 'node:util';
import { errorShape } from './errors.ts';

/** Log levels in ascending order. In JSON format, entries below the function's application log level are dropped. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const METHODS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

type Level = (typeof METHODS)[keyof typeof METHODS];

/**
 * Replaces the console and the standard streams of this thread. `write` receives each text immediately, so that no
 * output is lost if the function never returns. Formats:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export const takeOverConsole = (write: (text: string) => void, requestId: () => string): void => {
  const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const lowest = json ? LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE') : 0;
  const form = json ? jsonLine : textLine;
  for (const [method, level] of Object.entries(METHODS)) {
    if (LEVELS.indexOf(level) < lowest) Reflect.set(console, method, () => {});
    else Reflect.set(console, method, (...values: unknown[]) => write(form(level, requestId(), values)));
  }
  process.stdout.write = streamWriter(write);
  process.stderr.write = streamWriter(write);
};

const now = (): string => new Date().toISOString();

const textLine = (level: Level, requestId: string, values: unknown[]): string =>
  `${now()}\t${requestId || 'undefined'}\t${level}\t${format(...values)}\n`;

const jsonLine = (level: Level, requestId: string, values: unknown[]): string => {
  const error = values.find((value) => value instanceof Error);
  const shape = error === undefined ? undefined : errorShape(error);
  const entry = {
    timestamp: now(),
    level,
    requestId: requestId || undefined,
    ...(shape && { errorType: shape.errorType, errorMessage: shape.errorMessage, stackTrace: shape.trace.slice(1) }),
  };
  return `${stringify({ ...entry, message: values.length === 1 && !error ? values[0] : format(...values) }, entry, values)}\n`;
};

const stringify = (whole: object, entry: object, values: unknown[]): string => {
  try {
    return JSON.stringify(whole);
  } catch {
    return JSON.stringify({ ...entry, message: format(...values) });
  }
};

const streamWriter =
  (write: (text: string) => void): typeof process.stdout.write =>
  (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(() => callback());
    return true;
  };
