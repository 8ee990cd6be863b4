import type { Version } from '../functions/function.ts';

/**
 * The log lines that Lambda writes before and after an invocation. They are empty if the system log level excludes
 * them.
 */

export interface Report {
  /** When the invocation ended, in milliseconds since the epoch on the runtime's clock. */
  readonly endMs: number;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly initMs: number | undefined;
  readonly succeeded: boolean;
}

/** `startMs` is in epoch milliseconds, like `endMs` in Report. */
export const startLine = (version: Version, requestId: string, startMs: number): string => {
  if (version.logFormat === 'Text') return `START RequestId: ${requestId} Version: ${version.version}\n`;
  return platformLine(version, startMs, 'platform.start', { requestId, version: version.version });
};

export const endLines = (version: Version, requestId: string, report: Report): string[] => {
  const { endMs, durationMs, memoryMb, initMs, succeeded } = report;
  const billedMs = Math.ceil(durationMs + (initMs ?? 0));
  if (version.logFormat === 'Text') {
    const init = initMs === undefined ? '' : `Init Duration: ${initMs.toFixed(2)} ms\t`;
    return [
      `END RequestId: ${requestId}\n`,
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\tMemory Size: ${version.memoryMb} MB\tMax Memory Used: ${memoryMb} MB\t${init}\n`,
    ];
  }
  const metrics = {
    durationMs: Number(durationMs.toFixed(3)),
    billedDurationMs: billedMs,
    memorySizeMB: version.memoryMb,
    maxMemoryUsedMB: memoryMb,
    ...(initMs !== undefined && { initDurationMs: Number(initMs.toFixed(3)) }),
  };
  const status = succeeded ? 'success' : 'error';
  return [platformLine(version, endMs, 'platform.report', { requestId, metrics, status })];
};

const platformLine = (version: Version, atMs: number, type: string, record: unknown): string =>
  version.systemLogLevel === 'WARN' ? '' : `${JSON.stringify({ time: new Date(atMs).toISOString(), type, record })}\n`;
