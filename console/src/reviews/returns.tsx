import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Amendment, Facts, InformationRequest } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';

/** The questions that reviewers have asked the applicant, each with the applicant's answer. Nothing if there are none. */
export const Returns = ({ facts }: { facts: Facts | undefined }) => {
  const { t } = useTexts();
  const { informationRequests = [], amendments = [] } = facts ?? {};
  if (informationRequests.length === 0) return null;
  return (
    <Container header={<Header variant="h2">{t('returns.title')}</Header>}>
      <SpaceBetween size="l">
        {informationRequests.map((request) => (
          <Round
            key={request.round}
            request={request}
            amendment={amendments.find(({ version }) => version === request.round + 1)}
          />
        ))}
      </SpaceBetween>
    </Container>
  );
};

const Round = ({ request, amendment }: { request: InformationRequest; amendment: Amendment | undefined }) => {
  const { t, time } = useTexts();
  const { questions, reasonCode, reviewer, requestedAt, deadline, comment } = request;
  const who = { reviewer: reviewer ?? t('decision.by.unknown'), time: time(requestedAt) };
  return (
    <div>
      <Box color="text-body-secondary">
        {t('returns.asked', who)} · {t(`case.reason.${reasonCode}`)}
      </Box>
      <ul>
        {questions.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ul>
      {comment !== undefined && <Box>{comment}</Box>}
      {amendment === undefined ? (
        <Box>{t('returns.awaited', { time: time(deadline) })}</Box>
      ) : (
        <Answer amendment={amendment} />
      )}
    </div>
  );
};

const Answer = ({ amendment }: { amendment: Amendment }) => {
  const { t, time } = useTexts();
  const { name, address, email, amendedAt } = amendment;
  const changed = [
    [t('case.name'), name],
    [t('case.address'), address],
    [t('returns.email'), email],
  ].filter(([, value]) => value !== undefined);
  return (
    <Box>
      {t('returns.answered', { time: time(amendedAt) })}{' '}
      {changed.map(([label, value]) => `${label}: ${value}`).join(' · ')}
    </Box>
  );
};
