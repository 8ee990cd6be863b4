import { ApiProblem } from '../../../api/problem.ts';
import { explain } from '../shell/load-error.tsx';
import type { Texts } from '../texts/texts.tsx';

/** Text about the API's refusal of a decision, for example with the reviewer who decided first and the time. */
export const refusal = (error: unknown, texts: Texts): string => {
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
