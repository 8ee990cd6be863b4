import type { Log } from '../../core/log.ts';
import type { CustomResourceRequest } from './request.ts';

/** First report of a wait; the time until the next one is doubled each time. */
const FIRST_REPORT_MS = 5_000;

/** Reports in the log that the deployment waits for a response, until `stop` is called. Wall-clock time. */
export const startProgress = (
  log: Log,
  { RequestType, LogicalResourceId, ServiceToken }: CustomResourceRequest,
  timeoutSeconds: number,
): { stop(): void } => {
  const started = performance.now();
  let timer: NodeJS.Timeout;
  const report = (delayMs: number): void => {
    timer = setTimeout(() => {
      log.info('The deployment waits for the response of a custom resource.', {
        resource: LogicalResourceId,
        request: RequestType,
        provider: ServiceToken,
        waitedSeconds: Math.round((performance.now() - started) / 1000),
        timeoutSeconds,
      });
      report(delayMs * 2);
    }, delayMs);
  };
  report(FIRST_REPORT_MS);
  return { stop: () => clearTimeout(timer) };
};
