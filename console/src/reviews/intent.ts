import type { Decision, Me } from '../../../api/types.generated.ts';
import type { Texts } from '../texts/texts.tsx';

/** A review as the user saw it. If it has another version now, the API refuses the decision on it. */
export interface SeenReview {
  readonly applicationId: string;
  readonly version: number;
}

/** One decision, on one review or on several. */
export interface Intent extends Decision {
  readonly items: readonly SeenReview[];
  /** Path of the page on which the decision was made. It opens if the user undoes the decision. */
  readonly path: string;
}

/** A decision that is not sent yet. */
export interface Waiting extends Intent {
  /** Makes a repeated request harmless. */
  readonly key: string;
  readonly sendAtMs: number;
  /** True if the decision was sent without an answer. It is sent again when the API answers. */
  readonly isKept?: boolean;
}

/** The review of a decision on one; undefined if the decision is on several. */
export const onlyReview = ({ items }: Intent): SeenReview | undefined => (items.length === 1 ? items[0] : undefined);

/** Id of the message about a decision. */
export const noticeOf = ({ items }: Intent): string =>
  `decision-${items[0]?.applicationId}${items.length === 1 ? '' : `+${items.length - 1}`}`;

/** A text about a decision: on one review or on several. `seconds`: time until it is sent. */
export const undoText = (
  { t }: Texts,
  intent: Intent,
  about: 'kept' | 'paused' | 'undone' | 'waiting',
  seconds = 0,
): string => {
  const decision = t(`decision.${intent.decision}`);
  const review = onlyReview(intent);
  if (review === undefined) return t(`bulk.${about}`, { count: intent.items.length, decision, seconds });
  return t(`undo.${about}`, { id: review.applicationId, decision, seconds });
};

/** Storage key of a user's unsent decisions. Decisions of a closed page are not sent; the next page load tells the user. */
const keyOf = ({ username }: Me): string => `undecided-${username}`;

/** The unsent decisions of the tab's earlier page, which are forgotten by this call. */
export const takeStored = (me: Me): readonly Waiting[] => {
  const text = sessionStorage.getItem(keyOf(me)) ?? '[]';
  sessionStorage.removeItem(keyOf(me));
  try {
    // A page of an earlier version stored another shape.
    return (JSON.parse(text) as readonly Waiting[]).filter(({ items }) => Array.isArray(items));
  } catch {
    return [];
  }
};

export const store = (me: Me, waiting: readonly Waiting[]): void => {
  if (waiting.length === 0) sessionStorage.removeItem(keyOf(me));
  else sessionStorage.setItem(keyOf(me), JSON.stringify(waiting));
};
