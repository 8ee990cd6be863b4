import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../../api/problem.ts';
import { REPORTED_KEYS, stream } from '../live/reported.ts';

/** Polling interval, for data about whose changes the server sends no notifications. */
const POLL_MS = 5_000;
/** A list of more than 500 rows is polled less often: its pages take many requests. */
const POLL_MS_PER_ROW = 10;
const RETRIES = 2;

/** The members of a query that determine its polling interval. */
interface Polled {
  readonly queryKey: readonly unknown[];
  readonly state: { readonly data: unknown; readonly dataUpdatedAt: number };
}

const mayHelp = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;

/**
 * No polling of data whose changes the event stream reports. The last poll starts after the stream has opened, so that no
 * change is missed in between.
 */
const pollInterval = ({ queryKey: [key], state }: Polled): number | false => {
  const { openSinceMs = Number.POSITIVE_INFINITY } = stream;
  if (REPORTED_KEYS.has(String(key)) && state.dataUpdatedAt > openSinceMs + POLL_MS) return false;
  const rows = Array.isArray(state.data) ? state.data.length : 0;
  return Math.max(POLL_MS, rows * POLL_MS_PER_ROW);
};

/** Polling interval, for data that changes seldom. */
const SELDOM_POLL_MS = 60_000;

/** Like the default, but polls less often if no notification reports the changes. */
export const pollSeldom = (query: Polled): number | false => (pollInterval(query) === false ? false : SELDOM_POLL_MS);

/** The cache of loaded data, with its polling and retry settings. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      refetchInterval: pollInterval,
      staleTime: 500,
      retry: (count, error) => count < RETRIES && mayHelp(error),
      retryDelay: (attempt) => 500 * 2 ** attempt,
      throwOnError: false,
    },
  },
});
