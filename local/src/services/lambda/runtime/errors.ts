import { types } from 'node:util';

/**
 * Thrown for errors that the runtime itself detects, such as a missing handler. `name` is the errorType in the
 * response.
 */
export class RuntimeError extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    if (cause instanceof Error && cause.stack) this.stack = cause.stack;
  }
}

export interface ErrorShape {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** A thrown value as the Node.js runtime reports it. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export const errorShape = (thrown: unknown): ErrorShape => {
  if (types.isNativeError(thrown) || thrown instanceof Error)
    return { errorType: String(thrown.name), errorMessage: String(thrown.message), trace: lines(thrown.stack) };
  return { errorType: typeof thrown, errorMessage: describe(thrown), trace: [] };
};

const lines = (stack: unknown): string[] => (typeof stack === 'string' ? stack.split('\n') : []);

const describe = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return 'The thrown value cannot be converted to text.';
  }
};
