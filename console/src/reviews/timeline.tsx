import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { useTimeline } from '../api/queries.ts';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { type Texts, useTexts } from '../texts/texts.tsx';
import { type TimelineRow, timelineRows } from './timeline-rows.ts';
import { timelineText } from './timeline-text.ts';

/** All known events of an application, including mails and earlier runs. Steps of the workflow are folded. */
export const Timeline = ({ id }: { id: string }) => {
  const texts = useTexts();
  const { t, moment } = texts;
  const items = useTimeline(id);
  const [expanded, setExpanded] = useState<readonly string[]>([]);
  if (items.isError && items.data === undefined)
    return <LoadError error={items.error} retry={() => void items.refetch()} />;
  const rows = timelineRows(items.data ?? []);
  const toggle = (key: string) =>
    setExpanded(expanded.includes(key) ? expanded.filter((each) => each !== key) : [...expanded, key]);
  return (
    <Table<TimelineRow>
      header={
        <Header
          variant="h2"
          actions={<PageLink path={`/applications/${encodeURIComponent(id)}/file`}>{t('file.open')}</PageLink>}
        >
          {t('case.timeline')}
        </Header>
      }
      items={rows}
      trackBy="key"
      loading={items.isPending}
      loadingText={t('app.loading')}
      wrapLines
      variant="container"
      ariaLabels={{
        tableLabel: t('case.timeline'),
        expandButtonLabel: () => t('timeline.show-steps'),
        collapseButtonLabel: () => t('timeline.hide-steps'),
      }}
      expandableRows={{
        getItemChildren: ({ steps = [] }) => [...steps],
        isItemExpandable: ({ steps }) => steps !== undefined,
        expandedItems: rows.filter(({ key }) => expanded.includes(key)),
        onExpandableItemToggle: ({ detail }) => toggle(detail.item.key),
      }}
      empty={<Box textAlign="center">{t('case.timeline.empty')}</Box>}
      columnDefinitions={[
        { id: 'what', header: t('run.history.type'), isRowHeader: true, cell: (row) => textOf(texts, row) },
        { id: 'at', header: t('run.history.at'), cell: ({ first }) => moment(first.at) },
        { id: 'who', header: t('denied.principal'), cell: ({ first }) => first.who ?? '–' },
      ]}
    />
  );
};

const textOf = (texts: Texts, { first, steps, lastsMs }: TimelineRow): string =>
  steps === undefined
    ? timelineText(texts, first)
    : texts.t('timeline.steps', { count: steps.length, time: texts.span(lastsMs) });
