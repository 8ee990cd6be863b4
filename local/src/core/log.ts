/** The runtime's log: one line per entry on standard error, without parameters or payloads of calls. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

const line =
  (level: string) =>
  (message: string, fields: Record<string, unknown> = {}) => {
    process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
  };

export const standardErrorLog: Log = { info: line('INFO'), warn: line('WARN'), error: line('ERROR') };
