import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import Tabs from '@cloudscape-design/components/tabs';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Review, Verdict } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useReviews } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { useKeys } from '../shell/keys.ts';
import { LoadError } from '../shell/load-error.tsx';
import { type Texts, useTexts } from '../texts/texts.tsx';
import { Applicant } from './applicant.tsx';
import {
  casePath,
  type InboxView,
  PAGE_SIZE,
  readView,
  SORTS,
  select,
  TABS,
  type Tab,
  writeView,
} from './inbox-filter.ts';
import { lastCase } from './last-case.ts';
import { Marked } from './marked.tsx';
import { useNowMs } from './now.ts';
import { useOutbox } from './outbox.tsx';
import { StateIndicator } from './state-indicator.tsx';
import { TakeNext } from './take-next.tsx';
import { TimeLeft } from './time-left.tsx';
import { useClaim } from './use-claim.ts';

/** Page: the list of reviews. The URL contains its filter and order. */
export default function InboxPage() {
  const { t } = useTexts();
  const [query, setQuery] = useSearchParams();
  const view = useMemo(() => readView(query), [query]);
  const show = (change: Partial<InboxView>) => setQuery(writeView({ ...view, page: 1, ...change }), { replace: true });
  const tabs = TABS.map((id) => ({ id, label: t(`reviews.tab.${id}`), content: null }));
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t('reviews.description')} actions={<TakeNext view={view} />}>
        {t('reviews.title')}
      </Header>
      <Tabs
        tabs={tabs}
        activeTabId={view.tab}
        ariaLabel={t('reviews.title')}
        disableContentPaddings
        onChange={({ detail }) => show({ tab: detail.activeTabId as Tab })}
      />
      <Inbox view={view} show={show} />
    </SpaceBetween>
  );
}

interface InboxProps {
  readonly view: InboxView;
  show(change: Partial<InboxView>): void;
}

const Inbox = ({ view, show }: InboxProps) => {
  const texts = useTexts();
  const { t } = texts;
  const { me } = useDesk();
  const { waiting } = useOutbox();
  const reviews = useReviews(view.tab === 'done' ? 'done' : 'pending');
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
  const [selected, setSelected] = useRowKeys(rows, view);
  useReturn(undecided, view, show, setSelected);
  if (reviews.isError && reviews.data === undefined)
    return <LoadError error={reviews.error} retry={() => void reviews.refetch()} />;
  return (
    <Table
      variant="container"
      trackBy="applicationId"
      items={rows}
      loading={reviews.isPending}
      loadingText={t('app.loading')}
      selectionType="single"
      selectedItems={selected ? [selected] : []}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems[0])}
      onRowClick={({ detail }) => setSelected(detail.item)}
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
      filter={<Filter view={view} show={show} />}
      pagination={
        <Pagination
          currentPageIndex={view.page}
          pagesCount={Math.max(1, Math.ceil(found.length / PAGE_SIZE))}
          onChange={({ detail }) => show({ page: detail.currentPageIndex })}
        />
      }
      empty={<Empty view={view} show={show} hasSome={(reviews.data?.length ?? 0) > 0} />}
      ariaLabels={{
        tableLabel: t('reviews.table'),
        selectionGroupLabel: t('reviews.table'),
        itemSelectionLabel: (_, { applicationId }) => applicationId,
      }}
      wrapLines
    />
  );
};

const counterOf = (
  { t }: Texts,
  count: number,
  { data, isFetching }: { data: unknown; isFetching: boolean },
): string => {
  const all = Array.isArray(data) ? data.length : 0;
  if (isFetching && all === 0) return '';
  return `(${t('reviews.count', { count, all })})`;
};

/** Keys that move the selection, claim and decide. If rows are added or removed, the same review stays selected. */
const useRowKeys = (rows: readonly Review[], view: InboxView) => {
  const [selectedId, select] = useState<string>();
  const navigate = useNavigate();
  const claim = useClaim();
  const at = rows.findIndex(({ applicationId }) => applicationId === selectedId);
  const selected = rows[at];
  const move = (step: 1 | -1) => () => {
    const next = rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    select(next?.applicationId);
    if (next && document.activeElement?.closest('tr')) focusRow(next.applicationId, view);
  };
  const open = (decide?: Verdict) => selected && (() => navigate(casePath(selected.applicationId, view, decide)));
  useKeys({
    j: move(1),
    k: move(-1),
    Enter: open(),
    a: open('APPROVE'),
    r: open('REJECT'),
    b: open('RETURN'),
    c: selected && (() => claim(selected.applicationId)),
  });
  return [selected, (item: Review | undefined) => select(item?.applicationId)] as const;
};

const focusRow = (id: string, view: InboxView): void =>
  document.querySelector<HTMLElement>(`a[href=${JSON.stringify(casePath(id, view))}]`)?.focus();

/** After a case was open: selects and focuses its row, once, on the page of the list that has the row. */
const useReturn = (
  reviews: readonly Review[],
  view: InboxView,
  show: InboxProps['show'],
  select: (review: Review) => void,
): void => {
  const [isReturned, setReturned] = useState(() => lastCase() === undefined);
  const at = isReturned ? -1 : reviews.findIndex(({ applicationId }) => applicationId === lastCase());
  const review = reviews[at];
  const page = Math.floor(at / PAGE_SIZE) + 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the row is found, and again on its page
  useEffect(() => {
    if (review === undefined) return;
    if (page !== view.page) return show({ page });
    select(review);
    setReturned(true);
    focusRow(review.applicationId, view);
  }, [review?.applicationId, page, view.page]);
};

const columnsOf = ({ t, time }: Texts, view: InboxView): TableProps.ColumnDefinition<Review>[] => {
  const application: TableProps.ColumnDefinition<Review> = {
    id: 'application',
    header: t('reviews.column.application'),
    sortingField: 'applicationId',
    isRowHeader: true,
    cell: ({ applicationId }) => <ReviewLink id={applicationId} view={view} />,
  };
  const applicant: TableProps.ColumnDefinition<Review> = {
    id: 'applicant',
    header: t('reviews.column.applicant'),
    minWidth: 120,
    cell: ({ applicant: person }) => (person === undefined ? '–' : <Applicant {...person} />),
  };
  const reasons: TableProps.ColumnDefinition<Review> = {
    id: 'reasons',
    header: t('reviews.column.flagged'),
    minWidth: 130,
    cell: (review) => <Flagged review={review} />,
  };
  const submitter: TableProps.ColumnDefinition<Review> = {
    id: 'submitter',
    header: t('reviews.column.submitter'),
    cell: ({ applicant: person }) => person?.submittedBy ?? '–',
  };
  const requested: TableProps.ColumnDefinition<Review> = {
    id: 'requested',
    header: t('reviews.column.requested'),
    minWidth: 120,
    sortingField: 'requestedAt',
    cell: ({ requestedAt }) => time(requestedAt),
  };
  if (view.tab === 'done')
    return [
      application,
      applicant,
      reasons,
      { id: 'state', header: t('reviews.column.state'), cell: ({ state }) => <StateIndicator state={state} /> },
      { id: 'decided', header: t('reviews.column.decided'), cell: ({ decision }) => time(decision?.at) },
      { id: 'by', header: t('reviews.column.claim'), cell: ({ decision }) => decision?.reviewer ?? '–' },
      submitter,
      requested,
    ];
  return [
    application,
    applicant,
    reasons,
    {
      id: 'due',
      header: t('reviews.column.due'),
      minWidth: 175,
      sortingField: 'dueAt',
      cell: ({ dueAt }) => <TimeLeft until={dueAt} isDeadline={false} />,
    },
    { id: 'claim', header: t('reviews.column.claim'), cell: ({ claim }) => claim?.reviewer ?? '–' },
    submitter,
  ];
};

/** The reasons of a review; beside each, the flagged value with its flagged part marked. */
const Flagged = ({ review: { reasons, applicant } }: { review: Review }) => {
  const { t } = useTexts();
  return (
    <SpaceBetween size="xxs">
      {reasons.map((reason) => {
        const check = applicant?.flagged.find((each) => each.check === reason);
        return (
          <span key={reason}>
            <Badge>{t(`reason.${reason}`)}</Badge> {check && <Marked check={check} />}
          </span>
        );
      })}
    </SpaceBetween>
  );
};

const ReviewLink = ({ id, view }: { id: string; view: InboxView }) => {
  const { t } = useTexts();
  const navigate = useNavigate();
  const href = casePath(id, view);
  return (
    <Button
      variant="inline-link"
      href={href}
      ariaLabel={t('reviews.open', { id })}
      onFollow={(event) => {
        event.preventDefault();
        navigate(href);
      }}
    >
      {id}
    </Button>
  );
};

const Filter = ({ view, show }: InboxProps) => {
  const { t } = useTexts();
  const options = [
    { value: '', label: t('reviews.reason.any') },
    { value: 'NAME', label: t('reason.NAME') },
    { value: 'ADDRESS', label: t('reason.ADDRESS') },
  ];
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <TextFilter
        filteringText={view.q}
        filteringPlaceholder={t('reviews.search')}
        filteringAriaLabel={t('reviews.search')}
        onChange={({ detail }) => show({ q: detail.filteringText })}
      />
      <Select
        ariaLabel={t('reviews.reason')}
        options={options}
        selectedOption={options.find(({ value }) => value === (view.reason ?? '')) ?? null}
        onChange={({ detail }) => {
          const { value } = detail.selectedOption;
          show({ reason: value === 'NAME' || value === 'ADDRESS' ? value : undefined });
        }}
      />
    </SpaceBetween>
  );
};

const Empty = ({ view, show, hasSome }: InboxProps & { hasSome: boolean }) => {
  const { t } = useTexts();
  const isFiltered = view.q !== '' || view.reason !== undefined;
  if (isFiltered && hasSome)
    return (
      <Box textAlign="center" padding="m">
        <SpaceBetween size="s">
          <b>{t('reviews.no-match')}</b>
          <span>{t('reviews.no-match-how')}</span>
          <Button onClick={() => show({ q: '', reason: undefined })}>{t('reviews.clear')}</Button>
        </SpaceBetween>
      </Box>
    );
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="s">
        <b>{t(view.tab === 'done' ? 'reviews.empty.done' : 'reviews.empty')}</b>
        {view.tab !== 'done' && <span>{t(view.tab === 'mine' ? 'reviews.empty.mine' : 'reviews.empty-how')}</span>}
      </SpaceBetween>
    </Box>
  );
};
