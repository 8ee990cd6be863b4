import { failedItems } from '../../../../core/polling/batch-response.ts';
import type { PipeEvent } from '../event.ts';
import type { FailedEvents } from './target-kind.ts';

/**
 * The failed events in the response of a function or state machine. A response that is not a partial batch response
 * means that all events succeeded.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html#pipes-partial-batch-failure
 */
export const failedInResponse = (response: string, events: readonly PipeEvent[]): FailedEvents => {
  const value: unknown = response === '' ? null : JSON.parse(response);
  if (typeof value !== 'object' || value === null) return new Set();
  return failedItems(response, new Set(events.flatMap(({ id }) => id ?? [])));
};
