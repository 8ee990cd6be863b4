import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import type { Execution, HistoryItem } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';

interface RunHistoryProps {
  readonly run: Execution;
  /** Name of the selected state; only its events are shown. */
  readonly selected: string | undefined;
}

/** The events of a run in order, those of the selected state only, and found by a text. */
export const RunHistory = ({ run, selected }: RunHistoryProps) => {
  const { t, instant } = useTexts();
  const [text, setText] = useState('');
  const own = selected === undefined ? run.history : run.history.filter(({ state }) => state === selected);
  const items = own.filter((event) => mentions(event, text));
  const count = items.length === own.length ? `(${own.length})` : `(${items.length}/${own.length})`;
  return (
    <Table
      header={
        <Header variant="h2" counter={count}>
          {selected === undefined ? t('run.history') : `${t('run.history')}: ${selected}`}
        </Header>
      }
      filter={
        <TextFilter
          filteringText={text}
          filteringPlaceholder={t('run.history.filter')}
          filteringAriaLabel={t('run.history.filter')}
          onChange={({ detail }) => setText(detail.filteringText)}
        />
      }
      empty={
        <Box textAlign="center" padding="s">
          {t('run.history.empty')}
        </Box>
      }
      items={items}
      trackBy={({ id }) => String(id)}
      wrapLines
      ariaLabels={{ tableLabel: t('run.history') }}
      columnDefinitions={[
        { id: 'id', header: t('run.history.id'), cell: ({ id }) => id, isRowHeader: true },
        { id: 'at', header: t('run.history.at'), cell: ({ at }) => instant(at) },
        { id: 'type', header: t('run.history.type'), cell: ({ type }) => type },
        { id: 'state', header: t('run.history.state'), cell: ({ state }) => state ?? '–' },
        { id: 'error', header: t('run.history.error'), cell: ({ error }) => error ?? '–' },
      ]}
    />
  );
};

const mentions = ({ type, state = '', error = '' }: HistoryItem, text: string): boolean =>
  [type, state, error].some((part) => part.toLowerCase().includes(text.trim().toLowerCase()));
