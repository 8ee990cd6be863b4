import type { Version } from '../functions/function.ts';

/** The platform log lines around an invocation. Empty if the system log level suppresses them. */

export interface Report {
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly initMs: number | undefined;
  readonly succeeded: boolean;
}

export const startLine = (version: Version, requestId: string): string => {
  if (version.logFormat === 'Text') return `START RequestId: ${requestId} Version: ${version.version}\n`;
  return platformLine(version, 'platform.start', { requestId, version: version.version });
};

export const endLines = (version: Version, requestId: string, report: Report): string[] => {
  const { durationMs, memoryMb, initMs, succeeded } = report;
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
  return [platformLine(version, 'platform.report', { requestId, metrics, status: succeeded ? 'success' : 'error' })];
};

const platformLine = (version: Version, type: string, record: unknown): string =>
  version.systemLogLevel === 'WARN' ? '' : `${JSON.stringify({ time: new Date().toISOString(), type, record })}\n`;
