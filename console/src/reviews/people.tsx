import Alert from '@cloudscape-design/components/alert';
import { mayDecideNext } from '../../../api/may-decide.ts';
import type { ReviewCase, ReviewDecision } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { useDesk } from '../api/context.tsx';
import { useTexts } from '../texts/texts.tsx';

/** Who has decided a review that requires two people, who decides next, and the decisions that the user may see. */
export const People = ({ review }: { review: ReviewCase }) => {
  const { t } = useTexts();
  const { me } = useDesk();
  const { state, decisionsRequired, decidedBy = [], decisions = [] } = review;
  if (decisionsRequired < 2) return null;
  const people = decidedBy.join(', ');
  const texts = {
    PENDING: t('people.first'),
    PENDING_SECOND: t(decidedBy.includes(me.username) ? 'people.second.not-you' : 'people.second', { people }),
    PENDING_SUPERVISOR: t('people.supervisor', { people }),
  };
  if (!isOpenReview(state)) return <Decisions decisions={decisions} />;
  return (
    <Alert type={mayDecideNext(review, me) ? 'info' : 'warning'}>
      {texts[state]}
      <Decisions decisions={decisions} />
    </Alert>
  );
};

const Decisions = ({ decisions }: { decisions: readonly ReviewDecision[] }) => {
  const { t, time } = useTexts();
  if (decisions.length === 0) return null;
  return (
    <ul>
      {decisions.map(({ decision, reviewer, at, comment }) => (
        <li key={at}>
          {t(decision === 'APPROVE' ? 'decision.APPROVE' : 'decision.REJECT')}, {reviewer ?? t('case.decided.unknown')},{' '}
          {time(at)}
          {comment === undefined ? '' : `: ${comment}`}
        </li>
      ))}
    </ul>
  );
};
