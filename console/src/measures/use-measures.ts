import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/context.tsx';

/** A range as the API takes it. Missing members are the API's defaults: seven days, until now. */
export interface AskedRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const RELOAD_MS = 60_000;

/** The measures of a range, loaded again every minute. */
export const useMeasures = ({ from, to }: AskedRange) => {
  const { api } = useDesk();
  return useQuery({
    queryKey: ['measures', from, to],
    queryFn: () => api.call('GET /measures', { query: { from, to } }),
    refetchInterval: RELOAD_MS,
  });
};
