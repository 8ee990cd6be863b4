import { useState } from 'react';
import type { DecisionReason } from '../../../api/types.generated.ts';

/** What the user has entered for a decision that is not sent. */
export interface Draft {
  readonly reason?: DecisionReason | undefined;
  readonly comment: string;
  /** The questions to the applicant, one per line. */
  readonly asked: string;
}

const EMPTY: Draft = { comment: '', asked: '' };

/** Kept in memory only, because comments may contain personal data. */
const drafts = new Map<string, Draft>();

/** The draft with this key. It stays when the form is closed or another case is opened, until it is discarded. */
export const useDraft = (key: string) => {
  const [draft, setDraft] = useState(() => drafts.get(key) ?? EMPTY);
  return {
    draft,
    change: (changes: Partial<Draft>) => {
      const next = { ...draft, ...changes };
      drafts.set(key, next);
      setDraft(next);
    },
    discard: () => drafts.delete(key),
  };
};
