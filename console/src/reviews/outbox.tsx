import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { ApiProblem } from '../../../api/problem.ts';
import type { ReasonCode, ReviewState, Verdict } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useKeys } from '../shell/keys.ts';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { type Texts, useTexts } from '../texts/texts.tsx';

/** A decision is sent after this time (milliseconds). Until then the user can undo it. */
const UNDO_MS = 10_000;

export interface Intent {
  readonly applicationId: string;
  readonly decision: Verdict;
  readonly reasonCode?: ReasonCode;
  readonly comment?: string;
  /** Version of the review that the user saw. If the review has another version now, the API refuses the decision. */
  readonly version: number;
}

interface Waiting extends Intent {
  readonly sendAtMs: number;
}

interface Outbox {
  /** Ids of applications whose decision is not sent yet. */
  readonly waiting: ReadonlySet<string>;
  decide(intent: Intent): void;
}

/** Storage key of unsent decisions. Decisions of a closed page are not sent; the next page load tells the user. */
const KEY = 'undecided';

const stored = (): readonly Waiting[] => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
};

const OutboxContext = createContext<Outbox | undefined>(undefined);

/** Sends each decision after ten seconds, even if the user has opened another page. Until then the user can undo it. */
export const OutboxProvider = ({ children }: { children: ReactNode }) => {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const { send, undo, paused, isOpen } = useSending(setWaiting);
  useEffect(() => {
    for (const left of stored()) paused(left);
    sessionStorage.removeItem(KEY);
  }, [paused]);
  useEffect(() => {
    if (waiting.length === 0) return sessionStorage.removeItem(KEY);
    sessionStorage.setItem(KEY, JSON.stringify(waiting));
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [waiting]);
  useCountdown(waiting, isOpen, send, undo);
  const last = waiting.at(-1);
  useKeys({ u: last && (() => undo(last)) });
  const outbox = useMemo(
    (): Outbox => ({
      waiting: new Set(waiting.map(({ applicationId }) => applicationId)),
      decide: (intent) =>
        setWaiting((old) => [
          ...old.filter(({ applicationId }) => applicationId !== intent.applicationId),
          { ...intent, sendAtMs: Date.now() + UNDO_MS },
        ]),
    }),
    [waiting],
  );
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
};

export const useOutbox = (): Outbox => {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('This component must be used inside OutboxProvider.');
  return outbox;
};

const noticeOf = (id: string): string => `decision-${id}`;

const useSending = (setWaiting: (change: (old: readonly Waiting[]) => readonly Waiting[]) => void) => {
  const { api } = useDesk();
  const { show } = useNotices();
  const texts = useTexts();
  const client = useQueryClient();
  const settled = useRef(new WeakSet<Waiting>());
  /**
   * True if the decision is neither sent nor undone. Uses a ref, because the countdown may tick before the next render.
   */
  const isOpen = useCallback((intent: Waiting) => !settled.current.has(intent), []);
  const forget = useCallback(
    (intent: Waiting) => setWaiting((old) => old.filter((each) => each !== intent)),
    [setWaiting],
  );
  const send = useCallback(
    async (intent: Waiting) => {
      if (!isOpen(intent)) return;
      settled.current.add(intent);
      const { applicationId: id, version, sendAtMs: _, ...body } = intent;
      const { decision } = body;
      const headers = { 'If-Match': `"${version}"` };
      try {
        const request = { path: { applicationId: id }, headers, body };
        const { state } = await api.call('POST /reviews/{applicationId}/decision', request);
        const values = { id, decision: texts.t(`decision.${decision}`) };
        show({ id: noticeOf(id), type: 'success', content: texts.t(doneText(state), values) });
      } catch (error) {
        show({
          id: noticeOf(id),
          type: 'error',
          content: texts.t('case.failed', { id, reason: refusal(error, texts) }),
        });
      } finally {
        forget(intent);
        for (const key of ['reviews', 'case', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
      }
    },
    [api, client, forget, isOpen, show, texts],
  );
  const undo = useCallback(
    (intent: Waiting) => {
      if (!isOpen(intent)) return;
      settled.current.add(intent);
      forget(intent);
      const { applicationId: id } = intent;
      show({ id: noticeOf(id), type: 'info', content: texts.t('undo.undone', { id }) });
    },
    [forget, isOpen, show, texts],
  );
  const paused = useCallback(
    ({ applicationId: id, decision }: Waiting) =>
      show({
        id: noticeOf(id),
        type: 'warning',
        content: texts.t('undo.paused', { id, decision: texts.t(`decision.${decision}`) }),
      }),
    [show, texts],
  );
  return { send, undo, paused, isOpen };
};

const doneText = (state: ReviewState) => {
  if (state === 'PENDING_SECOND') return 'case.done.second';
  return state === 'PENDING_SUPERVISOR' ? 'case.done.supervisor' : 'case.done';
};

/** Text about the API's refusal of a decision, for example with the reviewer who decided first and the time. */
const refusal = (error: unknown, texts: Texts): string => {
  const { t, time } = texts;
  if (!(error instanceof ApiProblem)) return explain(error, texts);
  const { status, members } = error;
  const { decidedBy, decidedAt, decision, claimedBy, claimedUntil, endedAt } = members;
  if (status === 412) return t('case.changed');
  if (members.code === 'SECOND_PERSON_REQUIRED') return t('case.conflict.second', { time: time(decidedAt) });
  if (members.code === 'SUPERVISOR_REQUIRED') return t('case.conflict.supervisor');
  if (status === 409 && (decision === 'APPROVE' || decision === 'REJECT'))
    return t('case.conflict.decided', {
      reviewer: decidedBy ?? t('case.decided.unknown'),
      decision: t(`decision.${decision}`),
      time: time(decidedAt),
    });
  if (status === 409 && claimedBy !== undefined)
    return t('case.conflict.claimed', { reviewer: claimedBy, time: time(claimedUntil) });
  return status === 410 ? t('case.gone', { time: time(endedAt) }) : explain(error, texts);
};

/** Shows the remaining undo time of each decision, and sends the decision when the time is over. */
const useCountdown = (
  waiting: readonly Waiting[],
  isOpen: (intent: Waiting) => boolean,
  send: (intent: Waiting) => Promise<void>,
  undo: (intent: Waiting) => void,
): void => {
  const { show } = useNotices();
  const { t } = useTexts();
  useEffect(() => {
    const tick = () => {
      for (const intent of waiting.filter(isOpen)) {
        const leftMs = intent.sendAtMs - Date.now();
        if (leftMs <= 0) void send(intent);
        else show(undoNotice(intent, Math.ceil(leftMs / 1000)));
      }
    };
    const undoNotice = (intent: Waiting, seconds: number) => ({
      id: noticeOf(intent.applicationId),
      type: 'in-progress' as const,
      isDismissible: false,
      content: t('undo.waiting', { id: intent.applicationId, decision: t(`decision.${intent.decision}`), seconds }),
      action: (
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={() => undo(intent)}>{t('undo.button')}</Button>
          <Button onClick={() => void send(intent)}>{t('undo.now')}</Button>
        </SpaceBetween>
      ),
    });
    if (waiting.length === 0) return;
    tick();
    const timer = window.setInterval(tick, 1_000);
    return () => window.clearInterval(timer);
  }, [waiting, isOpen, send, undo, show, t]);
};
