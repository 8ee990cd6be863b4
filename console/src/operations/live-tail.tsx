import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import { useEffect, useState } from 'react';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { useTexts } from '../texts/texts.tsx';

const SHOWN = 20;

interface Passed {
  readonly number: number;
  readonly at: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
}

/** Shows the events on the local runtime's buses while they are sent: source and type, but not the detail. */
export const LiveTail = () => {
  const { t, region } = useTexts();
  const [passed, setPassed] = useState<readonly Passed[]>([]);
  useEffect(() => {
    const source = new EventSource('/_local/changes');
    source.onmessage = ({ data }) => {
      const change = JSON.parse(String(data)) as { kind: string } & Omit<Passed, 'number' | 'at'>;
      if (change.kind !== 'event') return;
      const at = new Intl.DateTimeFormat(region, { timeStyle: 'medium' }).format(Date.now());
      const { bus, source: from, detailType } = change;
      setPassed((old) =>
        [{ number: (old[0]?.number ?? 0) + 1, at, bus, source: from, detailType }, ...old].slice(0, SHOWN),
      );
    };
    return () => source.close();
  }, [region]);
  return (
    <AdaptiveTable
      items={passed}
      trackBy={({ number }) => String(number)}
      wrapLines
      ariaLabels={{ tableLabel: t('bus.tail') }}
      header={
        <Header variant="h2" description={t('bus.tail.description')}>
          {t('bus.tail')}
        </Header>
      }
      empty={<Box textAlign="center">{t('bus.tail.empty')}</Box>}
      columnDefinitions={[
        { id: 'at', header: t('run.history.at'), minWidth: 110, cell: ({ at }) => at },
        { id: 'type', header: t('bus.tail.type'), isRowHeader: true, cell: ({ detailType }) => detailType },
        { id: 'source', header: t('bus.tail.source'), cell: ({ source }) => source },
        { id: 'bus', header: t('bus.on'), cell: ({ bus }) => bus },
      ]}
    />
  );
};
