import Button from '@cloudscape-design/components/button';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../../api/problem.ts';
import type { Decision, Me, ReviewState } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useReachability } from '../api/reachability.ts';
import { useKeys } from '../shell/keys.ts';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { type Texts, useTexts } from '../texts/texts.tsx';
import { type RecentDecision, useRecentDecisions } from './recent-decisions.ts';

/** A decision is sent after this time (milliseconds). Until then the user can undo it. */
const UNDO_MS = 10_000;

export interface Intent extends Decision {
  readonly applicationId: string;
  /** Version of the review that the user saw. If the review has another version now, the API refuses the decision. */
  readonly version: number;
  /** Path of the case, with the view from which it was opened. It opens if the user undoes the decision. */
  readonly path: string;
}

interface Waiting extends Intent {
  readonly sendAtMs: number;
  /** True if the decision was sent without an answer. It is sent again when the API answers. */
  readonly isKept?: boolean;
}

interface Outbox {
  /** Ids of applications whose decision is not sent yet. */
  readonly waiting: ReadonlySet<string>;
  /** Decisions that this tab has sent, newest first. */
  readonly recent: readonly RecentDecision[];
  decide(intent: Intent): void;
}

/** Storage key of a user's unsent decisions. Decisions of a closed page are not sent; the next page load tells the user. */
const keyOf = ({ username }: Me): string => `undecided-${username}`;

const stored = (key: string): readonly Waiting[] => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]');
  } catch {
    return [];
  }
};

const OutboxContext = createContext<Outbox | undefined>(undefined);

/** Sends each decision after ten seconds, even if the user has opened another page. Until then the user can undo it. */
export const OutboxProvider = ({ children }: { children: ReactNode }) => {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const key = keyOf(useDesk().me);
  const isRestored = useRef(false);
  const [recent, addRecent] = useRecentDecisions();
  const { send, undo, paused, isOpen } = useSending(setWaiting, addRecent);
  useEffect(() => {
    if (isRestored.current) return;
    isRestored.current = true;
    for (const left of stored(key)) paused(left);
    sessionStorage.removeItem(key);
  }, [key, paused]);
  useEffect(() => {
    if (waiting.length === 0) return sessionStorage.removeItem(key);
    sessionStorage.setItem(key, JSON.stringify(waiting));
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [key, waiting]);
  useCountdown(waiting, isOpen, send, undo);
  useSendingAgain(waiting, send);
  const last = waiting.at(-1);
  useKeys({ u: last && (() => undo(last)) });
  const outbox = useMemo(
    (): Outbox => ({
      waiting: new Set(waiting.map(({ applicationId }) => applicationId)),
      recent,
      decide: (intent) =>
        setWaiting((old) => [
          ...old.filter(({ applicationId }) => applicationId !== intent.applicationId),
          { ...intent, sendAtMs: Date.now() + UNDO_MS },
        ]),
    }),
    [waiting, recent],
  );
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
};

export const useOutbox = (): Outbox => {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('This component must be used inside OutboxProvider.');
  return outbox;
};

const noticeOf = (id: string): string => `decision-${id}`;

const useSending = (
  setWaiting: (change: (old: readonly Waiting[]) => readonly Waiting[]) => void,
  addRecent: (decision: RecentDecision) => void,
) => {
  const { api } = useDesk();
  const { show } = useNotices();
  const texts = useTexts();
  const navigate = useNavigate();
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
  const keep = useCallback(
    (intent: Waiting) => setWaiting((old) => [...old.filter((each) => each !== intent), { ...intent, isKept: true }]),
    [setWaiting],
  );
  const send = useCallback(
    async (intent: Waiting) => {
      if (!isOpen(intent)) return;
      settled.current.add(intent);
      const { applicationId: id, version, sendAtMs: _, path: __, isKept: ___, ...body } = intent;
      const { decision } = body;
      const headers = { 'If-Match': `"${version}"` };
      try {
        const request = { path: { applicationId: id }, headers, body };
        const { state } = await api.call('POST /reviews/{applicationId}/decision', request);
        const values = { id, decision: texts.t(`decision.${decision}`) };
        addRecent({ applicationId: id, decision, at: new Date().toISOString(), isAccepted: true });
        show({ id: noticeOf(id), type: 'success', content: texts.t(doneText(state), values) });
      } catch (error) {
        if (isUnanswered(error)) return keep(intent);
        addRecent({ applicationId: id, decision, at: new Date().toISOString(), isAccepted: false });
        show({
          id: noticeOf(id),
          type: 'error',
          content: texts.t('case.failed', { id, reason: refusal(error, texts) }),
        });
      }
      forget(intent);
      for (const key of ['reviews', 'case', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
    },
    [addRecent, api, client, forget, isOpen, keep, show, texts],
  );
  const undo = useCallback(
    (intent: Waiting) => {
      if (!isOpen(intent)) return;
      settled.current.add(intent);
      forget(intent);
      const { applicationId: id } = intent;
      show({ id: noticeOf(id), type: 'info', content: texts.t('undo.undone', { id }) });
      navigate(intent.path);
    },
    [forget, isOpen, navigate, show, texts],
  );
  const paused = useCallback(
    (intent: Waiting) => {
      const { applicationId: id, decision } = intent;
      show({
        id: noticeOf(id),
        type: 'warning',
        content: texts.t('undo.paused', { id, decision: texts.t(`decision.${decision}`) }),
        action: (
          <Button variant="inline-link" onClick={() => void send(intent)}>
            {texts.t('undo.now')}
          </Button>
        ),
      });
    },
    [send, show, texts],
  );
  return { send, undo, paused, isOpen };
};

/** True if the API has not answered, or the session has ended: the decision is not refused and can be sent again. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status === 401);

/** Pause (milliseconds) before kept decisions are sent again. */
const SEND_AGAIN_MS = 1_000;

/** Sends the kept decisions again when the API answers. The API gives the same answer to a repeated decision. */
const useSendingAgain = (waiting: readonly Waiting[], send: (intent: Waiting) => Promise<void>): void => {
  const isOnline = useReachability() === 'online';
  useEffect(() => {
    const kept = waiting.filter(({ isKept }) => isKept);
    if (!isOnline || kept.length === 0) return;
    const timer = window.setTimeout(() => {
      for (const intent of kept) void send(intent);
    }, SEND_AGAIN_MS);
    return () => window.clearTimeout(timer);
  }, [isOnline, waiting, send]);
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
  if (status === 409 && (decision === 'APPROVE' || decision === 'REJECT' || decision === 'RETURN'))
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
        if (intent.isKept) show(keptNotice(intent));
        else if (leftMs <= 0) void send(intent);
        else show(undoNotice(intent, Math.ceil(leftMs / 1000)));
      }
    };
    const buttons = (intent: Waiting) => (
      <>
        <Button variant="inline-link" onClick={() => undo(intent)}>
          {t('undo.button')}
        </Button>
        <Button variant="inline-link" onClick={() => void send(intent)}>
          {t('undo.now')}
        </Button>
      </>
    );
    const noticeAbout = (intent: Waiting) => ({
      id: noticeOf(intent.applicationId),
      isDismissible: false,
      action: buttons(intent),
    });
    const undoNotice = (intent: Waiting, seconds: number) => ({
      ...noticeAbout(intent),
      type: 'in-progress' as const,
      content: t('undo.waiting', { id: intent.applicationId, decision: t(`decision.${intent.decision}`), seconds }),
    });
    const keptNotice = (intent: Waiting) => ({
      ...noticeAbout(intent),
      type: 'warning' as const,
      content: t('undo.kept', { id: intent.applicationId, decision: t(`decision.${intent.decision}`) }),
    });
    if (waiting.length === 0) return;
    tick();
    const timer = window.setInterval(tick, 1_000);
    return () => window.clearInterval(timer);
  }, [waiting, isOpen, send, undo, show, t]);
};
