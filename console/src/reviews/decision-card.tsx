import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReviewCase, ReviewDecision } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';
import { latenessOf } from './lateness.ts';

/** The decision of each person that the API shows to the user: who, when, in time or late, the reason and the comment. */
export const DecisionCard = ({ review }: { review: ReviewCase }) => {
  const { t } = useTexts();
  const { decision, decisions = [] } = review;
  const all = decisions.length === 0 && decision !== undefined ? [decision] : decisions;
  if (all.length === 0) return null;
  return (
    <Container header={<Header variant="h2">{t(all.length === 1 ? 'decision.title' : 'decision.titles')}</Header>}>
      <SpaceBetween size="xxl">
        {all.map((each) => (
          <OneDecision key={`${each.at} ${each.reviewer}`} decision={each} review={review} />
        ))}
      </SpaceBetween>
    </Container>
  );
};

const OneDecision = ({ decision: given, review }: { decision: ReviewDecision; review: ReviewCase }) => {
  const { t, time } = useTexts();
  const { decision, reviewer, at, reasonCode, comment, questions = [] } = given;
  const isApproval = decision === 'APPROVE';
  const verdict = (
    <StatusIndicator type={isApproval ? 'success' : 'stopped'}>{t(`decision.${decision}`)}</StatusIndicator>
  );
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: t('decision.title'), value: verdict },
        { label: t('decision.by'), value: reviewer ?? t('decision.by.unknown') },
        { label: t('decision.at'), value: time(at) },
        { label: t('case.reason'), value: reasonCode === undefined ? '–' : t(`case.reason.${reasonCode}`) },
        { label: t('decision.comment'), value: comment ?? '–' },
        ...(questions.length === 0 ? [] : [{ label: t('case.questions'), value: questions.join(' ') }]),
        { label: t('decision.in-time'), value: <InTime decision={given} review={review} /> },
      ]}
    />
  );
};

const InTime = ({ decision, review }: { decision: ReviewDecision; review: ReviewCase }) => {
  const { t, span } = useTexts();
  const late = latenessOf(decision, review);
  if (late === undefined) return t('decision.in-time.yes');
  const text = late.missed === 'due' ? 'decision.late.due' : 'decision.late.deadline';
  return <StatusIndicator type="warning">{t(text, { time: span(late.byMs) })}</StatusIndicator>;
};
