import type { TimelineItem } from '../../../api/types.generated.ts';
import { isTextKey, type TextKey } from '../texts/en.ts';

interface Words {
  t(key: TextKey, values?: Readonly<Record<string, string>>): string;
  said(text: string): string;
}

/** What happened, in the user's language: the API's sentence, with its statuses, decisions and reasons in words. */
export const timelineText = (
  { t, said }: Words,
  { kind, what, state }: Pick<TimelineItem, 'kind' | 'what' | 'state'>,
): string => {
  const word = (key: string, otherwise: string): string => (isTextKey(key) ? t(key) : otherwise);
  const status = kind === 'run' ? /^Run ([A-Z_]+)$/.exec(what)?.[1] : undefined;
  if (status !== undefined) return t('timeline.run-ended', { status: word(`run-status.${status}`, status) });
  if (kind === 'decision') {
    const [verdict = '', code] = what.split(', ');
    const decision = word(`decision.${verdict}`, verdict);
    if (code === undefined) return t('timeline.decided', { decision });
    return t('timeline.decided-because', { decision, reason: word(`case.reason.${code}`, code) });
  }
  return state === undefined ? said(what) : `${said(what)} (${t(`replay-state.${state}`)})`;
};
