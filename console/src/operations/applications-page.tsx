import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useNavigate, useSearchParams } from 'react-router';
import type { ApplicationState } from '../../../api/types.generated.ts';
import { useApplications } from '../api/queries.ts';
import { StateIndicator } from '../reviews/state-indicator.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';

/** States in display order. The states that may need an action are first. */
const STATES = [
  'FLAGGED_WITH_UNPROCESSABLE_DATA',
  'REVIEW_EXPIRED',
  'FLAGGED_FOR_REVIEW',
  'INFORMATION_REQUESTED',
  'SUBMITTED',
  'REJECTED',
  'APPROVED',
] as const satisfies readonly ApplicationState[];

/** Page: applications by state, each with a link to its run. */
export default function ApplicationsPage() {
  const { t, time } = useTexts();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const state = STATES.find((each) => each === query.get('state')) ?? 'APPROVED';
  const found = useApplications(state);
  const options = STATES.map((value) => ({ value, label: t(`application.${value}`) }));
  if (found.isError && found.data === undefined)
    return <LoadError error={found.error} retry={() => void found.refetch()} />;
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t('applications.description')}>
        {t('applications.title')}
      </Header>
      <Table
        items={found.data?.items ?? []}
        trackBy="id"
        loading={found.isPending}
        loadingText={t('app.loading')}
        wrapLines
        ariaLabels={{ tableLabel: t('applications.title') }}
        header={
          <Header variant="h2" actions={<Freshness query={found} />}>
            {t(`application.${state}`)}
          </Header>
        }
        filter={
          <Select
            ariaLabel={t('applications.state')}
            options={options}
            selectedOption={options.find(({ value }) => value === state) ?? null}
            onChange={({ detail }) => setQuery({ state: detail.selectedOption.value ?? '' })}
          />
        }
        empty={
          <Box textAlign="center" padding="m">
            <SpaceBetween size="s">
              <b>{t('applications.empty')}</b>
              <span>{t('applications.empty-how')}</span>
            </SpaceBetween>
          </Box>
        }
        columnDefinitions={[
          {
            id: 'id',
            header: t('applications.column.id'),
            isRowHeader: true,
            cell: ({ id }) => (
              <Button
                variant="inline-link"
                href={`/applications/${encodeURIComponent(id)}/run`}
                onFollow={(event) => {
                  event.preventDefault();
                  navigate(`/applications/${encodeURIComponent(id)}/run`);
                }}
              >
                {id}
              </Button>
            ),
          },
          {
            id: 'state',
            header: t('applications.column.state'),
            cell: (item) => <StateIndicator state={item.state} />,
          },
          { id: 'submitted', header: t('applications.column.submitted'), cell: ({ submittedAt }) => time(submittedAt) },
          { id: 'updated', header: t('applications.column.updated'), cell: ({ updatedAt }) => time(updatedAt) },
        ]}
      />
    </SpaceBetween>
  );
}
