import Alert from '@cloudscape-design/components/alert';
import { mayDecideNext } from '../../../api/may-decide.ts';
import type { ReviewCase } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { useDesk } from '../api/context.tsx';
import { useTexts } from '../texts/texts.tsx';

/** Who has decided an open review that requires two people, and who decides next. */
export const People = ({ review }: { review: ReviewCase }) => {
  const { t } = useTexts();
  const { me } = useDesk();
  const { state, decisionsRequired, decidedBy = [] } = review;
  if (decisionsRequired < 2 || !isOpenReview(state)) return null;
  const people = decidedBy.join(', ');
  const texts = {
    PENDING: t('people.first'),
    PENDING_SECOND: t(decidedBy.includes(me.username) ? 'people.second.not-you' : 'people.second', { people }),
    PENDING_SUPERVISOR: t('people.supervisor', { people }),
  };
  return <Alert type={mayDecideNext(review, me) ? 'info' : 'warning'}>{texts[state]}</Alert>;
};
