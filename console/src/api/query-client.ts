import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../../api/problem.ts';

/** Polling interval, for data about whose changes the server sends no notifications. */
const POLL_MS = 5_000;
const RETRIES = 2;

const mayHelp = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;

/** The cache of loaded data, with its polling and retry settings. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      refetchInterval: POLL_MS,
      staleTime: 500,
      retry: (count, error) => count < RETRIES && mayHelp(error),
      retryDelay: (attempt) => 500 * 2 ** attempt,
      throwOnError: false,
    },
  },
});
