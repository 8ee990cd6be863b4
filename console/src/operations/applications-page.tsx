import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import type { Application, ApplicationState } from '../../../api/types.generated.ts';
import { isSearchable, useApplicationSearch, useApplications } from '../api/queries.ts';
import { Applicant } from '../reviews/applicant.tsx';
import { StateIndicator } from '../reviews/state-indicator.tsx';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { searchedText, searchState } from '../shell/search-state.ts';
import { type Texts, useTexts } from '../texts/texts.tsx';

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

/** Page: applications by state or by a search for their applicants, each with a link to its run. */
export default function ApplicationsPage() {
  const texts = useTexts();
  const { t } = texts;
  const [query, setQuery] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const text = searchedText(location.state);
  const search = (typed: string) =>
    navigate({ pathname: location.pathname, search: location.search }, { replace: true, state: searchState(typed) });
  const state = STATES.find((each) => each === query.get('state')) ?? 'APPROVED';
  const { isSearch, found, items, more } = useFound(state, text);
  const options = STATES.map((value) => ({ value, label: t(`application.${value}`) }));
  if (found.isError && items.length === 0) return <LoadError error={found.error} retry={() => void found.refetch()} />;
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t('applications.description')}>
        {t('applications.title')}
      </Header>
      <AdaptiveTable
        items={items}
        trackBy="id"
        loading={found.isPending}
        loadingText={t('app.loading')}
        wrapLines
        ariaLabels={{ tableLabel: t('applications.title') }}
        header={
          <Header variant="h2" actions={<Freshness query={found} />}>
            {isSearch ? t('applications.found') : t(`application.${state}`)}
          </Header>
        }
        filter={
          <SpaceBetween direction="horizontal" size="xs">
            <Search text={text} search={search} />
            <Select
              ariaLabel={t('applications.state')}
              disabled={isSearch}
              options={options}
              selectedOption={options.find(({ value }) => value === state) ?? null}
              onChange={({ detail }) => setQuery({ state: detail.selectedOption.value ?? '' })}
            />
          </SpaceBetween>
        }
        empty={<Empty isSearch={isSearch} clear={() => search('')} />}
        footer={
          more && (
            <Box textAlign="center">
              <Button onClick={more}>{t('applications.more')}</Button>
            </Box>
          )
        }
        columnDefinitions={columnsOf(texts)}
      />
    </SpaceBetween>
  );
}

/** The field of the search. It searches when the user has stopped typing. */
const Search = ({ text, search }: { text: string; search(typed: string): void }) => {
  const { t } = useTexts();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  return (
    <TextFilter
      filteringText={typed}
      filteringPlaceholder={t('applications.search')}
      filteringAriaLabel={t('applications.search')}
      onChange={({ detail }) => setTyped(detail.filteringText)}
      onDelayedChange={({ detail }) => search(detail.filteringText)}
    />
  );
};

/** The applications that the page shows. `more` loads the next page of a search; undefined at its end. */
const useFound = (state: ApplicationState, text: string) => {
  const isSearch = isSearchable(text);
  const inState = useApplications(state, !isSearch);
  const searched = useApplicationSearch(text);
  if (!isSearch) return { isSearch, found: inState, items: inState.data?.items ?? [], more: undefined };
  const items = (searched.data?.pages ?? []).flatMap((page) => page.items);
  const more = searched.hasNextPage ? () => void searched.fetchNextPage() : undefined;
  return { isSearch, found: searched, items, more };
};

const columnsOf = ({ t, time }: Texts): TableProps.ColumnDefinition<Application>[] => [
  {
    id: 'id',
    header: t('applications.column.id'),
    isRowHeader: true,
    cell: ({ id }) => <PageLink path={`/applications/${encodeURIComponent(id)}/run`}>{id}</PageLink>,
  },
  {
    id: 'applicant',
    header: t('applications.column.applicant'),
    cell: ({ name, address }) => <Applicant name={name} address={address} />,
  },
  {
    id: 'state',
    header: t('applications.column.state'),
    cell: (item) => <StateIndicator state={item.state} />,
  },
  {
    id: 'reasons',
    header: t('applications.column.reasons'),
    cell: ({ reasons = [] }) => reasons.map((reason) => t(`reason.${reason}`)).join(', ') || '–',
  },
  {
    id: 'submitter',
    header: t('applications.column.submitter'),
    cell: ({ submittedBy }) => submittedBy ?? t('case.submitted-by.unknown'),
  },
  { id: 'submitted', header: t('applications.column.submitted'), cell: ({ submittedAt }) => time(submittedAt) },
  { id: 'updated', header: t('applications.column.updated'), cell: ({ updatedAt }) => time(updatedAt) },
];

const Empty = ({ isSearch, clear }: { isSearch: boolean; clear(): void }) => {
  const { t } = useTexts();
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="s">
        <b>{t(isSearch ? 'applications.found-none' : 'applications.empty')}</b>
        <span>{t(isSearch ? 'applications.search-how' : 'applications.empty-how')}</span>
        {isSearch && <Button onClick={clear}>{t('applications.clear')}</Button>}
      </SpaceBetween>
    </Box>
  );
};
