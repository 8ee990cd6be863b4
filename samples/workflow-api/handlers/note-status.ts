import { createLogger } from '../../../handlers/shared/logger.ts';

const logger = createLogger('note-status');

interface StatusChange {
  readonly detail: { readonly name: string; readonly status: string };
}

/** EventBridge invokes this function for each status change of an execution. */
export async function handler({ detail: { name, status } }: StatusChange): Promise<void> {
  logger.info('Execution has reached a status', { execution: name, status });
}
