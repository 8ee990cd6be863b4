import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RuleTrial, TrialIds } from '../../../api/types.generated.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RESULTS, TrialChart } from './trial-chart.tsx';

/** The result of a trial: a chart, and tables by result, by reason and by rule. */
export const TrialResult = ({ trial }: { trial: RuleTrial }) => (
  <SpaceBetween size="l">
    <TrialChart trial={trial} />
    <Results trial={trial} />
    <Reasons trial={trial} />
    <Rules trial={trial} />
  </SpaceBetween>
);

const Results = ({ trial }: { trial: RuleTrial }) => {
  const { t } = useTexts();
  const newly = { clean: trial.newlyClean, flagged: trial.newlyFlagged, unprocessable: trial.newlyUnprocessable };
  return (
    <AdaptiveTable
      variant="embedded"
      header={<Header variant="h3">{t('rules.results')}</Header>}
      items={RESULTS}
      wrapLines
      ariaLabels={{ tableLabel: t('rules.results') }}
      columnDefinitions={[
        { id: 'result', header: t('rules.result'), isRowHeader: true, cell: (result) => t(`rules.result.${result}`) },
        { id: 'before', header: t('rules.before'), cell: (result) => trial.before[result] },
        { id: 'after', header: t('rules.after'), cell: (result) => trial.after[result] },
        { id: 'newly', header: t('rules.newly'), cell: (result) => newly[result].count },
        { id: 'ids', header: t('rules.ids'), minWidth: 240, cell: (result) => <Ids {...newly[result]} /> },
      ]}
    />
  );
};

const SHOWN_IDS = 20;

const Ids = ({ count, ids }: TrialIds) => (
  <SpaceBetween size="xs" direction="horizontal">
    {ids.slice(0, SHOWN_IDS).map((id) => (
      <PageLink key={id} path={`/applications/${id}/run`}>
        {id}
      </PageLink>
    ))}
    {count > SHOWN_IDS && '…'}
  </SpaceBetween>
);

const Reasons = ({ trial }: { trial: RuleTrial }) => {
  const { t } = useTexts();
  return (
    <AdaptiveTable
      variant="embedded"
      header={<Header variant="h3">{t('rules.reasons')}</Header>}
      items={trial.reasons}
      trackBy="check"
      wrapLines
      ariaLabels={{ tableLabel: t('rules.reasons') }}
      columnDefinitions={[
        { id: 'check', header: t('case.check'), isRowHeader: true, cell: ({ check }) => t(`case.check.${check}`) },
        { id: 'before', header: t('rules.before'), cell: ({ before }) => before },
        { id: 'after', header: t('rules.after'), cell: ({ after }) => after },
        { id: 'flagged', header: t('rules.newly-flagged'), cell: ({ newlyFlagged }) => newlyFlagged },
        { id: 'clean', header: t('rules.newly-clean'), cell: ({ newlyClean }) => newlyClean },
      ]}
    />
  );
};

const Rules = ({ trial }: { trial: RuleTrial }) => {
  const { t, said } = useTexts();
  return (
    <AdaptiveTable
      variant="embedded"
      header={<Header variant="h3">{t('rules.rules')}</Header>}
      items={trial.rules}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: t('rules.rules') }}
      columnDefinitions={[
        { id: 'rule', header: t('case.rule'), isRowHeader: true, cell: ({ id }) => id },
        { id: 'check', header: t('case.check'), cell: ({ check }) => t(`case.check.${check}`) },
        { id: 'applications', header: t('nav.applications'), cell: ({ applications }) => applications },
        { id: 'says', header: t('rules.says'), minWidth: 240, cell: ({ says }) => said(says) },
      ]}
    />
  );
};
