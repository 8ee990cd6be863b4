/** The runtime's log: one line per entry on standard error, without parameters or payloads of calls. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** An error for the log: its stack and, below it, those of its causes. */
export const withCauses = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? String(error);
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${withCauses(error.cause)}`;
};

const line =
  (level: string) =>
  (message: string, fields: Record<string, unknown> = {}) => {
    process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
  };

export const standardErrorLog: Log = { info: line('INFO'), warn: line('WARN'), error: line('ERROR') };
