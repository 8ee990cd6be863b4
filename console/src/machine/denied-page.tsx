import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useDeniedCalls } from './local-api.ts';

/** Page: calls that the policies of the template do not allow. */
export default function DeniedPage() {
  const { t } = useTexts();
  const denied = useDeniedCalls();
  if (denied.isError && denied.data === undefined)
    return <LoadError error={denied.error} retry={() => void denied.refetch()} />;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('denied.description')}>
        {t('denied.title')}
      </Header>
      <AdaptiveTable
        items={denied.data ?? []}
        loading={denied.isPending}
        loadingText={t('app.loading')}
        wrapLines
        header={
          <Header variant="h2" counter={`(${denied.data?.length ?? 0})`} actions={<Freshness query={denied} />}>
            {t('denied.title')}
          </Header>
        }
        empty={
          <Box textAlign="center" padding="m">
            <SpaceBetween size="s">
              <b>{t('denied.empty')}</b>
              <span>{t('denied.empty-how')}</span>
            </SpaceBetween>
          </Box>
        }
        ariaLabels={{ tableLabel: t('denied.title') }}
        columnDefinitions={[
          { id: 'action', header: t('denied.action'), cell: ({ action }) => action, isRowHeader: true },
          { id: 'principal', header: t('denied.principal'), cell: ({ principal }) => principal },
          { id: 'resource', header: t('denied.resource'), cell: ({ resource }) => resource },
          { id: 'count', header: t('denied.count'), cell: ({ count }) => count },
        ]}
      />
    </SpaceBetween>
  );
}
