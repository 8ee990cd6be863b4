import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { BulkDecisionItem } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useKeys } from '../shell/keys.ts';
import { BulkResults } from './bulk-results.tsx';
import { type Intent, store, takeStored, type Waiting } from './intent.ts';
import { type RecentDecision, useRecentDecisions } from './recent-decisions.ts';
import { useCountdown } from './use-countdown.tsx';
import { useSending, useSendingAgain } from './use-sending.tsx';

/** A decision is sent after this time (milliseconds). Until then the user can undo it. */
const UNDO_MS = 10_000;

interface Outbox {
  /** Ids of applications whose decision is not sent yet. */
  readonly waiting: ReadonlySet<string>;
  /** Decisions that this tab has sent, newest first. */
  readonly recent: readonly RecentDecision[];
  decide(intent: Intent): void;
}

const OutboxContext = createContext<Outbox | undefined>(undefined);

/** Sends each decision after ten seconds, even if the user has opened another page. Until then the user can undo it. */
export const OutboxProvider = ({ children }: { children: ReactNode }) => {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const [refused, setRefused] = useState<readonly BulkDecisionItem[]>([]);
  const { me } = useDesk();
  const isRestored = useRef(false);
  const [recent, addRecent] = useRecentDecisions();
  const { send, undo, paused, isOpen } = useSending({ setWaiting, addRecent, showRefused: setRefused });
  useEffect(() => {
    if (isRestored.current) return;
    isRestored.current = true;
    for (const left of takeStored(me)) paused(left);
  }, [me, paused]);
  useEffect(() => {
    store(me, waiting);
    if (waiting.length === 0) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [me, waiting]);
  useCountdown({ waiting, isOpen, send, undo });
  useSendingAgain(waiting, send);
  const last = waiting.at(-1);
  useKeys({ u: last && (() => undo(last)) });
  const outbox = useMemo(
    (): Outbox => ({
      waiting: idsOf(waiting),
      recent,
      decide: (intent) => setWaiting((old) => [...withoutItemsOf(intent, old), newWaiting(intent)]),
    }),
    [waiting, recent],
  );
  return (
    <OutboxContext value={outbox}>
      {children}
      {refused.length > 0 && <BulkResults items={refused} close={() => setRefused([])} />}
    </OutboxContext>
  );
};

export const useOutbox = (): Outbox => {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('This component must be used inside OutboxProvider.');
  return outbox;
};

const idsOf = (intents: readonly Intent[]): ReadonlySet<string> =>
  new Set(intents.flatMap(({ items }) => items.map(({ applicationId }) => applicationId)));

const newWaiting = (intent: Intent): Waiting => ({
  ...intent,
  key: crypto.randomUUID(),
  sendAtMs: Date.now() + UNDO_MS,
});

/** A later decision on a review replaces an earlier one that is not sent yet. */
const withoutItemsOf = (intent: Intent, waiting: readonly Waiting[]): readonly Waiting[] => {
  const ids = idsOf([intent]);
  return waiting.flatMap((each) => {
    const items = each.items.filter(({ applicationId }) => !ids.has(applicationId));
    if (items.length === each.items.length) return each;
    return items.length === 0 ? [] : { ...each, items };
  });
};
