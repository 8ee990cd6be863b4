import { useCallback, useState } from 'react';
import { MAX_BULK_ITEMS } from '../../../api/limits.ts';
import type { Verdict } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';

/** A decision that this tab has sent. */
export interface RecentDecision {
  readonly applicationId: string;
  readonly decision: Verdict;
  /** ISO 8601, by the browser's clock. */
  readonly at: string;
  /** False if the API has refused the decision. */
  readonly isAccepted: boolean;
}

/** Room for one decision on several reviews. */
const MAX_KEPT = MAX_BULK_ITEMS;

const stored = (key: string): readonly RecentDecision[] => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]');
  } catch {
    return [];
  }
};

/** The user's latest decisions, newest first, and a function that adds some. The tab's session storage keeps them. */
export const useRecentDecisions = () => {
  const key = `recent-decisions-${useDesk().me.username}`;
  const [recent, setRecent] = useState(() => stored(key));
  const add = useCallback(
    (decisions: readonly RecentDecision[]) => {
      const all = [...decisions, ...stored(key)].slice(0, MAX_KEPT);
      sessionStorage.setItem(key, JSON.stringify(all));
      setRecent(all);
    },
    [key],
  );
  return [recent, add] as const;
};
