import { type Query, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../../api/problem.ts';
import { REPORTED_KEYS, stream } from '../live/reported.ts';

/** Polling interval, for data about whose changes the server sends no notifications. */
const POLL_MS = 5_000;
/** A list of more than 500 rows is polled less often: its pages take many requests. */
const POLL_MS_PER_ROW = 10;
const RETRIES = 2;

const mayHelp = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;

/**
 * No polling of data whose changes the event stream reports. The last poll starts after the stream has opened, so that no
 * change is missed in between.
 */
const pollInterval = ({ queryKey: [key], state }: Query): number | false => {
  const { openSinceMs = Number.POSITIVE_INFINITY } = stream;
  if (REPORTED_KEYS.has(String(key)) && state.dataUpdatedAt > openSinceMs + POLL_MS) return false;
  const rows = Array.isArray(state.data) ? state.data.length : 0;
  return Math.max(POLL_MS, rows * POLL_MS_PER_ROW);
};

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
