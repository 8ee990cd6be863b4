import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Api } from '../../../api/client.ts';
import { MAX_PAGE_SIZE } from '../../../api/limits.ts';
import { ApiProblem } from '../../../api/problem.ts';
import type { ApplicationState, Execution, ExecutionStatus } from '../../../api/types.generated.ts';
import { useDesk } from './context.tsx';
import { pollSeldom } from './query-client.ts';
import type { ReviewsQuestion } from './reviews-question.ts';

/**
 * A list of reviews, as far as it is loaded: further pages are loaded when the user asks for them. While another question
 * about reviews of the same state is loading, the answer to the previous one stays. Nothing is loaded without a question.
 */
export const useReviews = (question: ReviewsQuestion | undefined) => {
  const { api } = useDesk();
  return useInfiniteQuery({
    queryKey: ['reviews', question],
    queryFn: ({ pageParam }) =>
      api.call('GET /reviews', { query: { ...question, limit: MAX_PAGE_SIZE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: (previous, query) => (stateIn(query?.queryKey) === question?.state ? previous : undefined),
    ...(question?.state === 'DONE' && { refetchInterval: pollSeldom }),
    enabled: question !== undefined,
  });
};

/** The state in the key of a list of reviews. */
const stateIn = (key: readonly unknown[] = []) => (key[1] as ReviewsQuestion | undefined)?.state;

/** The numbers of open reviews. */
export const useReviewCounts = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['reviews', 'counts'],
    queryFn: () => api.call('GET /review-counts', {}),
    refetchInterval: pollSeldom,
  });
};

export const useCase = (id: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['case', id],
    queryFn: () => api.call('GET /reviews/{applicationId}', { path: { applicationId: id } }),
  });
};

/** The other applications of the same person. */
export const useRelated = (id: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['related', id],
    queryFn: () => api.call('GET /applications/{id}/related', { path: { id } }),
  });
};

/** The case file of an application, to be verified by the caller. */
export const useCaseFile = (id: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['case-file', id],
    queryFn: () => api.call('GET /applications/{id}/case-file', { path: { id } }),
  });
};

export const useTimeline = (id: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['timeline', id],
    queryFn: async () => (await api.call('GET /applications/{id}/timeline', { path: { id } })).items,
  });
};

/** The latest run of an application. */
export const useApplicationRun = (id: string) =>
  useRun([id], (api) => api.call('GET /applications/{id}/execution', { path: { id } }));

/** A run, by its name. `machine`: name of the state machine, account-application if undefined. */
export const useExecution = (execution: string, machine: string | undefined) =>
  useRun([execution, machine], (api) =>
    api.call('GET /operations/executions/{execution}', { path: { execution }, query: { machine } }),
  );

const useRun = (key: readonly unknown[], load: (api: Api) => Promise<Execution>) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['run', ...key],
    queryFn: () => load(api),
    refetchInterval: ({ state }) => (state.data?.execution.status === 'RUNNING' ? 2_000 : false),
  });
};

export const useApplications = (state: ApplicationState, enabled: boolean) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['applications', state],
    queryFn: () => api.call('GET /applications', { query: { state, limit: MAX_PAGE_SIZE } }),
    enabled,
  });
};

/** True if the API accepts this text of a search. */
export const isSearchable = (text: string): boolean => /[\p{L}\p{N}]{2}/u.test(text);

/** Applications whose applicants have words with the beginnings in `text`. Nothing is loaded for a text that is too short. */
export const useApplicationSearch = (text: string) => {
  const { api } = useDesk();
  return useInfiniteQuery({
    queryKey: ['applications', 'search', text],
    queryFn: ({ pageParam }) =>
      api.call('POST /applications/search', {
        body: { text, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    enabled: isSearchable(text),
  });
};

/** Runs with a status, newest first. Older runs are loaded when the user asks for them. */
export const useExecutions = (status: ExecutionStatus, machine: string | undefined) => {
  const { api } = useDesk();
  return useInfiniteQuery({
    queryKey: ['executions', status, machine],
    queryFn: ({ pageParam }) =>
      api.call('GET /operations/executions', { query: { status, machine, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  });
};

/** Names of the state machines whose runs the API shows. */
export const useMachines = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['machines'],
    queryFn: async () => (await api.call('GET /operations/machines', {})).items.map(({ name }) => name),
    refetchInterval: 60_000,
  });
};

export const useArchive = () => {
  const { api } = useDesk();
  return useQuery({ queryKey: ['archive'], queryFn: () => api.call('GET /operations/archive', {}) });
};

export const useQueues = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['queues'],
    queryFn: async () => (await api.call('GET /operations/queues', {})).items,
    refetchInterval: 10_000,
  });
};

/**
 * The messages of a dead-letter queue, with the content of the message `payloadOf`. One query for both: SQS hides messages
 * while they are read.
 */
export const useDeadLetters = (queue: string, payloadOf: string | undefined) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['dead-letters', queue, payloadOf],
    queryFn: () => api.call('GET /operations/dead-letters/{queue}', { path: { queue }, query: { payloadOf } }),
    placeholderData: (previous) => (previous?.queue === queue ? previous : undefined),
  });
};

export const useRules = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['rules'],
    queryFn: async () => (await api.call('GET /operations/rules', {})).items,
    refetchInterval: 60_000,
  });
};

/** True if the API answered with status 404. */
export const isMissing = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;
