import { createLogger } from '../../../handlers/shared/logger.ts';

const logger = createLogger('note-status');

interface StatusChange {
  readonly detail: { readonly name: string; readonly status: string };
}

/** Called by EventBridge for each status an execution reaches. */
export async function handler({ detail: { name, status } }: StatusChange): Promise<void> {
  logger.info('Execution has reached a status', { execution: name, status });
}
