import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { MAX_REDRIVEN } from '../../../api/limits.ts';
import type { DeadLetters } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { isMissing, useDeadLetters } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { explain, LoadError } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { MessageDetails } from './message-details.tsx';

/** Page: the messages of a dead-letter queue, and a preview of their redrive. */
export default function DeadLettersPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const { me } = useDesk();
  const [query, setQuery] = useSearchParams();
  const opened = query.get('message') ?? undefined;
  const found = useDeadLetters(id, opened);
  const { isRedriving, redrive } = useRedrive(id);
  const [selected, setSelected] = useState<readonly string[]>([]);
  if (isMissing(found.error))
    return (
      <Alert type="info" header={t('letters.none', { id })}>
        {t('letters.none-how')}
      </Alert>
    );
  if (found.isError && found.data === undefined)
    return <LoadError error={found.error} retry={() => void found.refetch()} />;
  const { plan = [], items = [], notReadable } = found.data ?? {};
  const count = plan.filter(({ stays }) => !stays).reduce((sum, line) => sum + line.count, 0);
  const mayRedrive = me.roles.includes('operator') && count > 0;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('letters.description')} actions={<Freshness query={found} />}>
        {t('letters.title', { id })}
      </Header>
      {notReadable === undefined ? (
        <Plan plan={plan} isLoading={found.isPending}>
          {mayRedrive && (
            <Button variant="primary" loading={isRedriving} onClick={() => void redrive()}>
              {t('letters.redrive', { count })}
            </Button>
          )}
        </Plan>
      ) : (
        <Alert type="warning">{t('letters.not-readable', { error: notReadable })}</Alert>
      )}
      <div className={opened && 'beside'}>
        {items.length > 0 && (
          <Letters
            items={items}
            open={(message) => setQuery({ message }, { replace: true })}
            selected={selected}
            select={mayRedrive ? setSelected : undefined}
          >
            {mayRedrive && (
              <Button
                disabled={selected.length === 0}
                loading={isRedriving}
                onClick={() => void redrive(selected).then(() => setSelected([]))}
              >
                {t('letters.redrive-selected', { count: selected.length })}
              </Button>
            )}
          </Letters>
        )}
        {opened !== undefined && (
          <aside className="beside-panel" aria-label={t('letters.message')}>
            <MessageDetails
              id={opened}
              letter={items.find((letter) => letter.id === opened)}
              isLoading={found.isPending || found.isPlaceholderData}
              close={() => setQuery({}, { replace: true })}
            />
          </aside>
        )}
      </div>
    </SpaceBetween>
  );
}

/**
 * Redrives the messages with these ids, or the whole queue in batches, until the API reports no more messages or a batch
 * redrives nothing. Then tells one result.
 */
const useRedrive = (queue: string) => {
  const texts = useTexts();
  const { api } = useDesk();
  const { show } = useNotices();
  const client = useQueryClient();
  const [isRedriving, setIsRedriving] = useState(false);
  const redrive = async (ids?: readonly string[]) => {
    setIsRedriving(true);
    try {
      let sentBack = 0;
      let stayed = 0;
      const reasons = new Set<string>();
      for (let hasMore = true; hasMore; ) {
        const body = ids === undefined ? {} : { ids };
        const answer = await api.call('POST /operations/dead-letters/{queue}/redrive', { path: { queue }, body });
        sentBack += answer.sentBack;
        // A batch tries what has stayed again: only the last count is true.
        stayed = answer.refused.reduce((sum, { count }) => sum + count, 0);
        for (const { reason } of answer.refused) reasons.add(reason);
        hasMore = answer.hasMore && answer.sentBack > 0;
      }
      const said = [texts.t('letters.redriven', { count: sentBack })];
      if (stayed > 0) said.push(texts.t('letters.stayed', { count: stayed, reasons: [...reasons].join(', ') }));
      show({ id: 'redriven', type: stayed > 0 ? 'warning' : 'success', content: said.join(' ') });
    } catch (error) {
      show({ id: 'redriven', type: 'error', content: explain(error, texts) });
    }
    setIsRedriving(false);
    for (const key of ['dead-letters', 'queues']) void client.invalidateQueries({ queryKey: [key] });
  };
  return { isRedriving, redrive };
};

type PlanProps = { plan: DeadLetters['plan']; isLoading: boolean; children: React.ReactNode };

const Plan = ({ plan, isLoading, children }: PlanProps) => {
  const { t, said, time } = useTexts();
  return (
    <AdaptiveTable
      items={plan}
      loading={isLoading}
      loadingText={t('app.loading')}
      wrapLines
      ariaLabels={{ tableLabel: t('letters.plan') }}
      header={
        <Header variant="h2" actions={children}>
          {t('letters.plan')}
        </Header>
      }
      empty={
        <Box textAlign="center" padding="m">
          <SpaceBetween size="s">
            <b>{t('letters.plan.empty')}</b>
            <span>{t('letters.plan.empty-how')}</span>
          </SpaceBetween>
        </Box>
      }
      columnDefinitions={[
        {
          id: 'way',
          header: t('letters.way'),
          isRowHeader: true,
          minWidth: 240,
          cell: ({ way, stays }) => <StatusIndicator type={stays ? 'stopped' : 'pending'}>{said(way)}</StatusIndicator>,
        },
        { id: 'count', header: t('letters.count'), cell: ({ count }) => count },
        { id: 'cause', header: t('letters.cause'), minWidth: 200, cell: ({ cause }) => cause },
        { id: 'oldest', header: t('letters.oldest'), minWidth: 180, cell: ({ oldest }) => time(oldest) },
      ]}
    />
  );
};

interface LettersProps extends Pick<DeadLetters, 'items'> {
  /** Shows the message with this id. */
  open(id: string): void;
  /** Ids of the selected messages. */
  readonly selected: readonly string[];
  /** Undefined if the user may not redrive. */
  readonly select: ((ids: readonly string[]) => void) | undefined;
  readonly children: React.ReactNode;
}

const Letters = ({ items, open, selected, select, children }: LettersProps) => {
  const { t, time } = useTexts();
  return (
    <AdaptiveTable<DeadLetters['items'][number]>
      {...(select && {
        selectionType: 'multi',
        selectedItems: items.filter(({ id }) => selected.includes(id)),
        onSelectionChange: ({ detail }) => select(detail.selectedItems.map(({ id }) => id).slice(0, MAX_REDRIVEN)),
      })}
      items={items}
      trackBy="id"
      wrapLines
      ariaLabels={{
        tableLabel: t('letters.messages'),
        selectionGroupLabel: t('letters.messages'),
        allItemsSelectionLabel: () => t('letters.select-all'),
        itemSelectionLabel: (_, { id }) => t('letters.select', { id }),
      }}
      header={
        <Header variant="h2" counter={`(${items.length})`} description={t('letters.choose')} actions={children}>
          {t('letters.messages')}
        </Header>
      }
      columnDefinitions={[
        {
          id: 'id',
          header: t('letters.id'),
          isRowHeader: true,
          minWidth: 160,
          cell: ({ id }) => (
            <Button variant="inline-link" ariaLabel={t('letters.open', { id })} onClick={() => open(id)}>
              {id}
            </Button>
          ),
        },
        {
          id: 'about',
          header: t('letters.about'),
          minWidth: 180,
          cell: ({ about: { what, applicationId: id } }) => (
            <>
              {what} {id && <PageLink path={`/applications/${encodeURIComponent(id)}/run`}>{id}</PageLink>}
            </>
          ),
        },
        { id: 'cause', header: t('letters.cause'), minWidth: 160, cell: ({ cause: { code } }) => code },
        { id: 'sent', header: t('letters.sent'), minWidth: 180, cell: ({ sentAt }) => time(sentAt) },
      ]}
    />
  );
};
