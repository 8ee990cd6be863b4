import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useTimeline } from '../api/queries.ts';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { timelineText } from './timeline-text.ts';

/** All known events of an application, including mails and earlier runs. */
export const Timeline = ({ id }: { id: string }) => {
  const texts = useTexts();
  const { t, moment } = texts;
  const items = useTimeline(id);
  if (items.isError && items.data === undefined)
    return <LoadError error={items.error} retry={() => void items.refetch()} />;
  return (
    <Table
      header={
        <Header
          variant="h2"
          actions={<PageLink path={`/applications/${encodeURIComponent(id)}/file`}>{t('file.open')}</PageLink>}
        >
          {t('case.timeline')}
        </Header>
      }
      items={items.data ?? []}
      loading={items.isPending}
      loadingText={t('app.loading')}
      wrapLines
      variant="container"
      ariaLabels={{ tableLabel: t('case.timeline') }}
      empty={<Box textAlign="center">{t('case.timeline.empty')}</Box>}
      columnDefinitions={[
        { id: 'at', header: t('run.history.at'), cell: ({ at }) => moment(at) },
        {
          id: 'what',
          header: t('run.history.type'),
          isRowHeader: true,
          cell: (item) => timelineText(texts, item),
        },
        { id: 'who', header: t('denied.principal'), cell: ({ who }) => who ?? '–' },
      ]}
    />
  );
};
