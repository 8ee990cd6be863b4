import Button from '@cloudscape-design/components/button';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { isRecorded } from '../../../api/bulk-result.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { REASON_CODES } from '../../../api/reason-codes.ts';
import type { BulkDecisionItem, ReviewState } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useReachability } from '../api/reachability.ts';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { noticeOf, onlyReview, type SeenReview, undoText, type Waiting } from './intent.ts';
import type { RecentDecision } from './recent-decisions.ts';
import { refusal } from './refusal.ts';

export interface SendingOptions {
  setWaiting(change: (old: readonly Waiting[]) => readonly Waiting[]): void;
  addRecent(decisions: readonly RecentDecision[]): void;
  /** Shows the reviews of a decision on several that the API has refused. */
  showRefused(items: readonly BulkDecisionItem[]): void;
}

/** Sends, undoes and offers again the decisions of the outbox. */
export const useSending = ({ setWaiting, addRecent, showRefused }: SendingOptions) => {
  const { show } = useNotices();
  const texts = useTexts();
  const navigate = useNavigate();
  const client = useQueryClient();
  const sendOne = useSendOne(addRecent);
  const sendSeveral = useSendSeveral(addRecent, showRefused);
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
      const review = onlyReview(intent);
      const isAnswered = await (review === undefined ? sendSeveral(intent) : sendOne(intent, review));
      if (!isAnswered) return keep(intent);
      forget(intent);
      for (const key of ['reviews', 'case', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
    },
    [client, forget, isOpen, keep, sendOne, sendSeveral],
  );
  const undo = useCallback(
    (intent: Waiting) => {
      if (!isOpen(intent)) return;
      settled.current.add(intent);
      forget(intent);
      show({ id: noticeOf(intent), type: 'info', content: undoText(texts, intent, 'undone') });
      navigate(intent.path);
    },
    [forget, isOpen, navigate, show, texts],
  );
  const paused = useCallback(
    (intent: Waiting) => {
      show({
        id: noticeOf(intent),
        type: 'warning',
        content: undoText(texts, intent, 'paused'),
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

/** Sends the decision on one review and shows the answer. Resolves with false if there was no answer. */
const useSendOne = (addRecent: SendingOptions['addRecent']) => {
  const { api } = useDesk();
  const { show } = useNotices();
  const texts = useTexts();
  return useCallback(
    async (intent: Waiting, { applicationId: id, version }: SeenReview): Promise<boolean> => {
      const { decision } = intent;
      const made = { applicationId: id, decision, at: new Date().toISOString() };
      try {
        const request = { path: { applicationId: id }, headers: { 'If-Match': `"${version}"` }, body: bodyOf(intent) };
        const { state } = await api.call('POST /reviews/{applicationId}/decision', request);
        addRecent([{ ...made, isAccepted: true }]);
        const values = { id, decision: texts.t(`decision.${decision}`) };
        show({ id: noticeOf(intent), type: 'success', content: texts.t(doneText(state), values) });
      } catch (error) {
        if (isUnanswered(error)) return false;
        addRecent([{ ...made, isAccepted: false }]);
        const content = texts.t('case.failed', { id, reason: refusal(error, texts) });
        show({ id: noticeOf(intent), type: 'error', content });
      }
      return true;
    },
    [addRecent, api, show, texts],
  );
};

/**
 * Sends the decision on several reviews, and shows on how many it is recorded and on which not. Resolves with false if
 * there was no answer.
 */
const useSendSeveral = (addRecent: SendingOptions['addRecent'], showRefused: SendingOptions['showRefused']) => {
  const { api } = useDesk();
  const { show } = useNotices();
  const texts = useTexts();
  return useCallback(
    async (intent: Waiting): Promise<boolean> => {
      const { items, decision, key, comment } = intent;
      const { t } = texts;
      // The page offers no return for several reviews.
      if (decision === 'RETURN') throw new Error('Several reviews cannot be returned at once.');
      const id = noticeOf(intent);
      const reasonCode = REASON_CODES.find((code) => code === intent.reasonCode);
      const reasons = { ...(reasonCode && { reasonCode }), ...(comment && { comment }) };
      const body = { items, count: items.length, decision, ...reasons };
      try {
        const answer = await api.call('POST /reviews/bulk-decisions', { headers: { 'Idempotency-Key': key }, body });
        const at = new Date().toISOString();
        addRecent(
          answer.items.map((item) => ({
            applicationId: item.applicationId,
            decision,
            at,
            isAccepted: isRecorded(item),
          })),
        );
        const others = answer.items.filter(({ result }) => result !== 'DONE');
        const values = { count: items.length, done: items.length - others.length, decision: t(`decision.${decision}`) };
        if (others.length === 0) show({ id, type: 'success', content: t('bulk.done', values) });
        else {
          const action = (
            <Button variant="inline-link" onClick={() => showRefused(others)}>
              {t('bulk.show-others')}
            </Button>
          );
          show({ id, type: 'warning', content: t('bulk.partly', values), action });
        }
      } catch (error) {
        if (isUnanswered(error)) return false;
        show({ id, type: 'error', content: t('bulk.failed', { count: items.length, reason: explain(error, texts) }) });
      }
      return true;
    },
    [addRecent, api, show, showRefused, texts],
  );
};

const bodyOf = ({ decision, reasonCode, comment, questions }: Waiting) => ({
  decision,
  ...(reasonCode && { reasonCode }),
  ...(comment && { comment }),
  ...(questions && { questions }),
});

/** True if the API has not answered, or the session has ended: the decision is not refused and can be sent again. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status === 401);

/** Pause (milliseconds) before kept decisions are sent again. */
const SEND_AGAIN_MS = 1_000;

/** Sends the kept decisions again when the API answers. The API gives the same answer to a repeated decision. */
export const useSendingAgain = (waiting: readonly Waiting[], send: (intent: Waiting) => Promise<void>): void => {
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
