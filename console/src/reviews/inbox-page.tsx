import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Review } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { isSearchable, useReviewCounts } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import type { RowGroup } from '../shell/row-group.ts';
import { searchState } from '../shell/search-state.ts';
import { type Texts, useTexts } from '../texts/texts.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { type DueRows, dueGroups } from './due-groups.ts';
import { columnsOf } from './inbox-columns.tsx';
import {
  firstOrder,
  type InboxView,
  isByDueDate,
  isFiltered,
  PAGE_SIZE,
  SORTS,
  select,
  TABS,
  type Tab,
  viewAt,
  writeView,
} from './inbox-filter.ts';
import { Empty, FilterBar, type InboxProps } from './inbox-filter-bar.tsx';
import { useNowMinuteMs } from './now.ts';
import { useOutbox } from './outbox.tsx';
import { TakeNext } from './take-next.tsx';
import { useCurrentRow } from './use-current-row.ts';
import { type InboxReviews, useInboxReviews } from './use-inbox-reviews.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useSelection } from './use-selection.ts';
import { useView } from './use-view.ts';
import { ViewsMenu } from './views-menu.tsx';

/** Page: the list of reviews. The URL contains its filter and order. */
export default function InboxPage() {
  const { t } = useTexts();
  const [, setQuery] = useSearchParams();
  const view = useView();
  const show = (change: Partial<InboxView>) => {
    // The history has changes that are not rendered yet, for example of a text that is still being typed.
    const current = viewAt({ search: window.location.search, state: window.history.state?.usr });
    const next = { ...current, page: 1, ...change };
    setQuery(writeView(next), { replace: true, state: searchState(next.applicant) });
  };
  const counts = useCounts();
  const labelOf = (tab: Tab): string =>
    counts[tab] === undefined ? t(`reviews.tab.${tab}`) : `${t(`reviews.tab.${tab}`)} (${counts[tab]})`;
  const tabs = TABS.map((id) => ({ id, label: labelOf(id), content: null }));
  return (
    <SpaceBetween size="xs">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ViewsMenu view={view} show={show} />
            <TakeNext view={view} />
          </SpaceBetween>
        }
      >
        {t('reviews.title')}
      </Header>
      <Tabs
        tabs={tabs}
        activeTabId={view.tab}
        ariaLabel={t('reviews.title')}
        disableContentPaddings
        onChange={({ detail }) => {
          const tab = detail.activeTabId as Tab;
          show({ tab, ...firstOrder(tab) });
        }}
      />
      <Inbox view={view} show={show} total={counts[view.tab]} />
    </SpaceBetween>
  );
}

/** The number of reviews in each tab. None for a tab while they are not loaded, and for reviews that are done. */
const useCounts = (): Readonly<Partial<Record<Tab, number>>> => {
  const { data } = useReviewCounts();
  return data === undefined ? {} : { all: data.open, mine: data.mine, unassigned: data.unclaimed };
};

const Inbox = ({ view, show, total }: InboxProps & { readonly total: number | undefined }) => {
  const texts = useTexts();
  const { t } = texts;
  const { me } = useDesk();
  const { waiting } = useOutbox();
  const reviews = useInboxReviews(view);
  const nowMs = useNowMinuteMs();
  const found = useMemo(
    () => select(reviews.data ?? [], view, { me: me.username, nowMs }),
    [reviews.data, view, me.username, nowMs],
  );
  const undecided = useMemo(() => found.filter(({ applicationId }) => !waiting.has(applicationId)), [found, waiting]);
  const rows = useMemo(
    () => undecided.slice((view.page - 1) * PAGE_SIZE, view.page * PAGE_SIZE),
    [undecided, view.page],
  );
  const groups = isByDueDate(view)
    ? dueGroups({ list: undecided, rows, nowMs, ...reviews }).map((due) => groupOf(texts, due))
    : undefined;
  useRowsOfPage(undecided.length, view, reviews);
  const selection = useSelection(view);
  const row = useCurrentRow({ list: undecided, view, show, reviews });
  useRowKeys({ row, rows, view, selection });
  if (reviews.isError && reviews.data === undefined)
    return <LoadError error={reviews.error} retry={() => void reviews.refetch()} />;
  const list = (
    <AdaptiveTable<Review>
      variant="container"
      trackBy="applicationId"
      items={rows}
      groups={groups}
      loading={rows.length === 0 && reviews.isPending}
      loadingText={t('app.loading')}
      {...(selection.isPossible && {
        selectionType: 'multi',
        selectedItems: rows.filter(({ applicationId }) => selection.has(applicationId)),
        isItemDisabled: (review) => !selection.mayHave(review),
        onSelectionChange: ({ detail }) => selection.change(rows, detail.selectedItems),
      })}
      onRowClick={({ detail }) => row.select(detail.item)}
      columnDefinitions={columnsOf(texts, { view, me, nowMs })}
      sortingColumn={{ sortingField: view.sort }}
      sortingDescending={view.isDescending}
      onSortingChange={({ detail }) => {
        const sort = SORTS.find((name) => name === detail.sortingColumn.sortingField);
        if (sort) show({ sort, isDescending: detail.isDescending ?? false });
      }}
      filter={
        <FilterBar view={view} show={show}>
          <Box color="text-body-secondary">
            {counterOf(texts, { view, count: found.length, total, hasMore: reviews.hasMore })}{' '}
            {view.applicant !== '' && !isSearchable(view.applicant) && t('reviews.applicant-how')}
            {reviews.isIncomplete && t('reviews.applicant-more')}
          </Box>
          <Freshness query={reviews} />
        </FilterBar>
      }
      pagination={
        <Pagination
          currentPageIndex={view.page}
          pagesCount={Math.max(1, Math.ceil(found.length / PAGE_SIZE))}
          openEnd={reviews.hasMore}
          onNextPageClick={({ detail: { requestedPageAvailable, requestedPageIndex } }) => {
            if (!requestedPageAvailable) show({ page: requestedPageIndex });
          }}
          onChange={({ detail }) => show({ page: detail.currentPageIndex })}
        />
      }
      empty={<Empty view={view} show={show} />}
      ariaLabels={{
        tableLabel: t('reviews.table'),
        selectionGroupLabel: t('reviews.table'),
        allItemsSelectionLabel: () => t('bulk.select-all'),
        itemSelectionLabel: (_, { applicationId }) => applicationId,
      }}
    />
  );
  return (
    <SpaceBetween size="s">
      <BulkBar selection={selection} view={view} />
      <div className="dense">{list}</div>
    </SpaceBetween>
  );
};

const groupOf = ({ t }: Texts, { group, rows, count, hasMore }: DueRows): RowGroup<Review> => ({
  id: group,
  heading: t(`reviews.due.${group}`, { count: hasMore ? `${count}+` : count }),
  items: rows,
});

/** Loads the list as far as its page needs it: a filter or decisions may leave fewer rows than were loaded. */
const useRowsOfPage = (count: number, { page }: InboxView, reviews: InboxReviews): void => {
  const { hasMore, isFetching, isError, loadMore } = reviews;
  const isShort = hasMore && !isFetching && !isError && count < page * PAGE_SIZE;
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads again only if the list is still too short
  useEffect(() => {
    if (isShort) void loadMore();
  }, [isShort, count]);
};

interface Counted {
  readonly view: InboxView;
  /** Number of the loaded reviews that match the view. */
  readonly count: number;
  /** Number of all reviews of the tab, if it is known. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
}

/** The number of reviews in the list, if the tab does not say it. */
const counterOf = ({ t }: Texts, { view, count, total, hasMore }: Counted): string => {
  const found = hasMore ? `${count}+` : count;
  if (total === undefined) return t('reviews.found', { count: found });
  return isFiltered(view) ? t('reviews.count', { count: found, all: total }) : '';
};
