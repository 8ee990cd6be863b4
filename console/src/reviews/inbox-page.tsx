import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Review, Verdict } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { usePendingReviews } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { useKeys } from '../shell/keys.ts';
import { LoadError } from '../shell/load-error.tsx';
import { type Texts, useTexts } from '../texts/texts.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { columnsOf } from './inbox-columns.tsx';
import {
  casePath,
  firstOrder,
  type InboxView,
  PAGE_SIZE,
  readView,
  SORTS,
  select,
  TABS,
  type Tab,
  writeView,
} from './inbox-filter.ts';
import { Empty, FilterBar, type InboxProps } from './inbox-filter-bar.tsx';
import { lastCase } from './last-case.ts';
import { useNowMs } from './now.ts';
import { useOutbox } from './outbox.tsx';
import { TakeNext } from './take-next.tsx';
import { useClaim } from './use-claim.ts';
import { type InboxReviews, useInboxReviews } from './use-inbox-reviews.ts';
import { type Selection, useSelection } from './use-selection.ts';
import { ViewsMenu } from './views-menu.tsx';

/** Page: the list of reviews. The URL contains its filter and order. */
export default function InboxPage() {
  const { t } = useTexts();
  const [query, setQuery] = useSearchParams();
  const view = useMemo(() => readView(query), [query]);
  const show = (change: Partial<InboxView>) => setQuery(writeView({ ...view, page: 1, ...change }), { replace: true });
  const counts = useCounts();
  const labelOf = (tab: Tab): string =>
    counts[tab] === undefined ? t(`reviews.tab.${tab}`) : `${t(`reviews.tab.${tab}`)} (${counts[tab]})`;
  const tabs = TABS.map((id) => ({ id, label: labelOf(id), content: null }));
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description={t('reviews.description')}
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
      <Inbox view={view} show={show} />
    </SpaceBetween>
  );
}

/** The number of reviews in each tab. None for a tab while they are not loaded, and for reviews that are done. */
const useCounts = (): Readonly<Partial<Record<Tab, number>>> => {
  const { me } = useDesk();
  const { data } = usePendingReviews();
  const nowMinute = Math.floor(useNowMs() / 60_000);
  return useMemo(() => {
    const all = readView(new URLSearchParams());
    const options = { me: me.username, nowMs: nowMinute * 60_000 };
    const counted = data === undefined ? [] : TABS.filter((tab) => tab !== 'done');
    return Object.fromEntries(counted.map((tab) => [tab, select(data ?? [], { ...all, tab }, options).length]));
  }, [data, me.username, nowMinute]);
};

const Inbox = ({ view, show }: InboxProps) => {
  const texts = useTexts();
  const { t } = texts;
  const { me } = useDesk();
  const { waiting } = useOutbox();
  const reviews = useInboxReviews(view);
  const nowMinute = Math.floor(useNowMs() / 60_000);
  const deferred = useDeferredValue(view);
  const found = useMemo(
    () => select(reviews.data ?? [], deferred, { me: me.username, nowMs: nowMinute * 60_000 }),
    [reviews.data, deferred, me.username, nowMinute],
  );
  const undecided = useMemo(() => found.filter(({ applicationId }) => !waiting.has(applicationId)), [found, waiting]);
  const rows = useMemo(
    () => undecided.slice((view.page - 1) * PAGE_SIZE, view.page * PAGE_SIZE),
    [undecided, view.page],
  );
  const selection = useSelection(view);
  const setCurrent = useRowKeys(rows, view, selection);
  useReturn(undecided, view, show, setCurrent);
  if (reviews.isError && reviews.data === undefined)
    return <LoadError error={reviews.error} retry={() => void reviews.refetch()} />;
  const list = (
    <AdaptiveTable<Review>
      variant="container"
      trackBy="applicationId"
      items={rows}
      loading={reviews.isPending}
      loadingText={t('app.loading')}
      {...(selection.isPossible && {
        selectionType: 'multi',
        selectedItems: rows.filter(({ applicationId }) => selection.has(applicationId)),
        isItemDisabled: (review) => !selection.mayHave(review),
        onSelectionChange: ({ detail }) => selection.change(rows, detail.selectedItems),
      })}
      onRowClick={({ detail }) => setCurrent(detail.item)}
      columnDefinitions={columnsOf(texts, view)}
      sortingColumn={{ sortingField: view.sort }}
      sortingDescending={view.isDescending}
      onSortingChange={({ detail }) => {
        const sort = SORTS.find((name) => name === detail.sortingColumn.sortingField);
        if (sort) show({ sort, isDescending: detail.isDescending ?? false });
      }}
      header={
        <Header variant="h2" counter={counterOf(texts, found.length, reviews)} actions={<Freshness query={reviews} />}>
          {t(`reviews.tab.${view.tab}`)}
        </Header>
      }
      filter={<FilterBar view={view} show={show} />}
      pagination={
        <Pagination
          currentPageIndex={view.page}
          pagesCount={Math.max(1, Math.ceil(found.length / PAGE_SIZE))}
          openEnd={reviews.hasMore}
          onNextPageClick={({ detail: { requestedPageAvailable, requestedPageIndex } }) => {
            if (!requestedPageAvailable) void reviews.loadMore().then(() => show({ page: requestedPageIndex }));
          }}
          onChange={({ detail }) => show({ page: detail.currentPageIndex })}
        />
      }
      empty={<Empty view={view} show={show} hasSome={(reviews.data?.length ?? 0) > 0} />}
      ariaLabels={{
        tableLabel: t('reviews.table'),
        selectionGroupLabel: t('reviews.table'),
        allItemsSelectionLabel: () => t('bulk.select-all'),
        itemSelectionLabel: (_, { applicationId }) => applicationId,
      }}
      wrapLines
    />
  );
  return (
    <SpaceBetween size="m">
      <BulkBar selection={selection} view={view} />
      {list}
    </SpaceBetween>
  );
};

/** The number of reviews in the list. While the list has further ones, that of the loaded ones. */
const counterOf = ({ t }: Texts, count: number, { data = [], isFetching, hasMore }: InboxReviews): string => {
  const all = data.length;
  if (isFetching && all === 0) return '';
  if (hasMore) return `(${count}+)`;
  return `(${t('reviews.count', { count, all })})`;
};

/**
 * Keys that move the current row, select it, claim and decide. If rows are added or removed, the same review stays current.
 * While reviews are selected, the keys of decisions are those of the selection.
 */
const useRowKeys = (rows: readonly Review[], view: InboxView, selection: Selection) => {
  const [currentId, setCurrentId] = useState<string>();
  const navigate = useNavigate();
  const claim = useClaim();
  const at = rows.findIndex(({ applicationId }) => applicationId === currentId);
  const current = rows[at];
  const move = (step: 1 | -1) => () => {
    const next = rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next === undefined) return;
    setCurrentId(next.applicationId);
    focusRow(next.applicationId, view);
  };
  const open = (decide?: Verdict) => current && (() => navigate(casePath(current.applicationId, view, decide)));
  const isSelecting = selection.items.length > 0;
  useKeys({
    j: move(1),
    k: move(-1),
    Enter: open(),
    x: current && selection.mayHave(current) ? () => selection.toggle(current) : undefined,
    X: current && (() => selection.extendTo(rows, current)),
    a: isSelecting ? undefined : open('APPROVE'),
    r: isSelecting ? undefined : open('REJECT'),
    b: isSelecting ? undefined : open('RETURN'),
    c: current && (() => claim(current.applicationId)),
  });
  return (review: Review) => setCurrentId(review.applicationId);
};

const focusRow = (id: string, view: InboxView): void =>
  document.querySelector<HTMLElement>(`a[href=${JSON.stringify(casePath(id, view))}]`)?.focus();

/** After a case was open: its row is current and has the focus, once, on the page of the list that has the row. */
const useReturn = (
  reviews: readonly Review[],
  view: InboxView,
  show: InboxProps['show'],
  setCurrent: (review: Review) => void,
): void => {
  const [isReturned, setReturned] = useState(() => lastCase() === undefined);
  const at = isReturned ? -1 : reviews.findIndex(({ applicationId }) => applicationId === lastCase());
  const review = reviews[at];
  const page = Math.floor(at / PAGE_SIZE) + 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the row is found, and again on its page
  useEffect(() => {
    if (review === undefined) return;
    if (page !== view.page) return show({ page });
    setCurrent(review);
    setReturned(true);
    focusRow(review.applicationId, view);
  }, [review?.applicationId, page, view.page]);
};
