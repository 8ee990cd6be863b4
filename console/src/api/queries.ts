import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Page, TimelineItem } from '../../../cli/api/answers.ts';
import type {
  Application,
  ArchiveWithReplays,
  DeadLetters,
  ExecutionItem,
  QueueItem,
  RuleItem,
  RunWithHistory,
  VersionedCase,
  VersionedReview,
} from './answers.ts';
import type { Api } from './api.ts';
import { useDesk } from './context.tsx';
import { Problem } from './problem.ts';
import { queryClient } from './query-client.ts';

/** Everything whose name begins with these words is loaded again when a table has changed. */
export const KEYS_OF_TABLE: Readonly<Record<string, readonly string[]>> = {
  reviews: ['reviews', 'case', 'timeline'],
  applications: ['applications', 'case', 'timeline', 'run'],
};

const DONE = ['REVIEW_APPROVED', 'REVIEW_REJECTED', 'REVIEW_EXPIRED'] as const;

/** All reviews that wait (or are done), shown while they come in. */
export const reviewsQuery = (api: Api, which: 'pending' | 'done') =>
  queryOptions({
    queryKey: ['reviews', which],
    queryFn: async (): Promise<readonly VersionedReview[]> => {
      const show = (items: readonly VersionedReview[]) => {
        const shown = queryClient.getQueryData<readonly VersionedReview[]>(['reviews', which]) ?? [];
        if (items.length > shown.length) queryClient.setQueryData(['reviews', which], items);
      };
      if (which === 'pending') return api.all<VersionedReview>('/reviews', { state: 'PENDING', sort: 'dueAt' }, show);
      const lists = await Promise.all(DONE.map((state) => api.all<VersionedReview>('/reviews', { state }, () => {})));
      return lists.flat();
    },
  });

export const useReviews = (which: 'pending' | 'done') => useQuery(reviewsQuery(useDesk().api, which));

export const useCase = (id: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['case', id],
    queryFn: () => api.get<VersionedCase>(`/reviews/${encodeURIComponent(id)}`),
  });
};

export const useTimeline = (id: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['timeline', id],
    queryFn: async () =>
      (await api.get<{ items: readonly TimelineItem[] }>(`/applications/${encodeURIComponent(id)}/timeline`)).items,
  });
};

/** `path` is the run's in the API. */
export const useRun = (path: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['run', path],
    queryFn: () => api.get<RunWithHistory>(path),
    refetchInterval: ({ state }) => (state.data?.execution.status === 'RUNNING' ? 2_000 : false),
  });
};

export const useApplications = (state: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['applications', state],
    queryFn: () => api.get<Page<Application>>('/applications', { state, limit: 100 }),
  });
};

/** The newest runs of a status, then the older ones as they are asked for. */
export const useExecutions = (status: string, machine: string | undefined) => {
  const { api } = useDesk();
  return useInfiniteQuery({
    queryKey: ['executions', status, machine],
    queryFn: ({ pageParam }) =>
      api.get<Page<ExecutionItem>>('/operations/executions', { status, machine, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  });
};

/** Names of the state machines whose runs can be looked at. */
export const useMachines = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['machines'],
    queryFn: async () => (await api.get<Page<{ name: string }>>('/operations/machines')).items.map(({ name }) => name),
    refetchInterval: 60_000,
  });
};

export const useArchive = () => {
  const { api } = useDesk();
  return useQuery({ queryKey: ['archive'], queryFn: () => api.get<ArchiveWithReplays>('/operations/archive') });
};

export const useQueues = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['queues'],
    queryFn: async () => (await api.get<Page<QueueItem>>('/operations/queues')).items,
    refetchInterval: 10_000,
  });
};

export const useDeadLetters = (queue: string) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['dead-letters', queue],
    queryFn: () => api.get<DeadLetters>(`/operations/dead-letters/${encodeURIComponent(queue)}`),
  });
};

export const useRules = () => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['rules'],
    queryFn: async () => (await api.get<Page<RuleItem>>('/operations/rules')).items,
    refetchInterval: 60_000,
  });
};

/** Whether there is no such thing, rather than something in the way of it. */
export const isMissing = (error: unknown): boolean => error instanceof Problem && error.status === 404;
