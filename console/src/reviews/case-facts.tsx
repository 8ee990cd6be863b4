import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CheckFacts, ReviewCase, ReviewReason } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { useIsNarrow } from '../shell/narrow.ts';
import { useTexts } from '../texts/texts.tsx';
import { Marked, MarkedValue } from './marked.tsx';
import { StateIndicator } from './state-indicator.tsx';
import { TimeLeft } from './time-left.tsx';

/** The submitted data and the dates of a review. */
export const Facts = ({ review }: { review: ReviewCase }) => {
  const { t, time } = useTexts();
  const { facts, state, requestedAt, dueAt, deadline } = review;
  const isPending = isOpenReview(state);
  const isNarrow = useIsNarrow();
  const checked = (reason: ReviewReason, value = '–') => (
    <MarkedValue checks={facts?.checks ?? []} reason={reason} value={value} />
  );
  return (
    <Container header={<Header variant="h2">{t('case.facts')}</Header>}>
      <KeyValuePairs
        columns={isNarrow ? 1 : 3}
        items={[
          { label: t('case.name'), value: checked('NAME', facts?.name) },
          { label: t('case.address'), value: checked('ADDRESS', facts?.address) },
          { label: t('related.EMAIL'), value: facts?.email ?? '–' },
          { label: t('case.submitted'), value: time(facts?.submittedAt) },
          { label: t('case.submitted-by'), value: facts?.submittedBy ?? t('case.submitted-by.unknown') },
          { label: t('applications.state'), value: <StateIndicator state={state} /> },
          { label: t('case.requested'), value: time(requestedAt) },
          { label: t('case.due'), value: isPending ? <TimeLeft until={dueAt} isDeadline={false} /> : time(dueAt) },
          { label: t('case.deadline'), value: isPending ? <TimeLeft until={deadline} isDeadline /> : time(deadline) },
        ]}
      />
    </Container>
  );
};

/** The result of each check. */
export const Checks = ({ checks }: { checks: readonly CheckFacts[] }) => {
  const { t, said } = useTexts();
  return (
    <AdaptiveTable
      header={<Header variant="h2">{t('case.checks')}</Header>}
      items={checks}
      trackBy="check"
      wrapLines
      ariaLabels={{ tableLabel: t('case.checks') }}
      columnDefinitions={[
        {
          id: 'check',
          header: t('case.check'),
          isRowHeader: true,
          cell: ({ check }) => t(check === 'NAME' ? 'case.check.NAME' : 'case.check.ADDRESS'),
        },
        {
          id: 'result',
          header: t('case.result'),
          minWidth: 130,
          cell: ({ flagged }) => (
            <StatusIndicator type={flagged ? 'warning' : 'success'}>
              {t(flagged ? 'case.flagged' : 'case.clean')}
            </StatusIndicator>
          ),
        },
        { id: 'rule', header: t('case.rule'), cell: ({ rule }) => said(rule) },
        { id: 'version', header: t('case.version'), cell: ({ rulesVersion }) => rulesVersion },
        {
          id: 'value',
          header: t('case.value'),
          cell: (check) => <Marked check={check} />,
        },
      ]}
    />
  );
};
