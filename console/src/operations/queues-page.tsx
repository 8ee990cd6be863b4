import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Queue } from '../../../api/types.generated.ts';
import { useQueues } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';

/** Page: all queues, dead-letter queues first. */
export default function QueuesPage() {
  const { t } = useTexts();
  const found = useQueues();
  if (found.isError && found.data === undefined)
    return <LoadError error={found.error} retry={() => void found.refetch()} />;
  const queues = (found.data ?? []).toSorted((left, right) => urgency(right) - urgency(left));
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t('queues.description')}>
        {t('queues.title')}
      </Header>
      <AdaptiveTable
        items={queues}
        trackBy="name"
        loading={found.isPending}
        loadingText={t('app.loading')}
        wrapLines
        ariaLabels={{ tableLabel: t('queues.all') }}
        header={
          <Header variant="h2" counter={`(${queues.length})`} actions={<Freshness query={found} />}>
            {t('queues.all')}
          </Header>
        }
        empty={<Box textAlign="center">{t('queues.empty')}</Box>}
        columnDefinitions={[
          {
            id: 'name',
            header: t('queues.name'),
            isRowHeader: true,
            minWidth: 200,
            cell: ({ name, isForDeadLetters }) =>
              isForDeadLetters ? <PageLink path={`/queues/${name}`}>{name}</PageLink> : name,
          },
          { id: 'state', header: t('queues.state'), minWidth: 180, cell: (queue) => <QueueState queue={queue} /> },
          { id: 'waiting', header: t('queues.waiting'), cell: ({ waiting }) => waiting },
          { id: 'in-flight', header: t('queues.in-flight'), cell: ({ inFlight }) => inFlight },
        ]}
      />
    </SpaceBetween>
  );
}

const messagesIn = ({ waiting = 0, inFlight = 0 }: Queue): number => waiting + inFlight;

const urgency = (queue: Queue): number => (queue.isForDeadLetters ? messagesIn(queue) : 0);

const QueueState = ({ queue }: { queue: Queue }) => {
  const { t } = useTexts();
  const { isForDeadLetters, deadLetterQueue, notReadable } = queue;
  if (notReadable !== undefined)
    return <StatusIndicator type="warning">{t('queues.not-readable', { error: notReadable })}</StatusIndicator>;
  if (isForDeadLetters && messagesIn(queue) > 0)
    return <StatusIndicator type="error">{t('queues.dead')}</StatusIndicator>;
  if (isForDeadLetters) return <StatusIndicator type="success">{t('queues.dead.none')}</StatusIndicator>;
  return (
    <StatusIndicator type="info">
      {deadLetterQueue === undefined ? t('queues.in-use') : t('queues.gives-up-to', { queue: deadLetterQueue })}
    </StatusIndicator>
  );
};
