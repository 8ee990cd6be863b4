import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTexts } from '../texts/texts.tsx';

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** How old what is shown is: said plainly when it could not be loaded again. */
export const Freshness = ({ query }: { query: Pick<UseQueryResult, 'dataUpdatedAt' | 'isError' | 'failureCount' | 'refetch'> }) => {
  const { t, language } = useTexts();
  if (query.dataUpdatedAt === 0) return null;
  const time = new Intl.DateTimeFormat(language, TIME).format(query.dataUpdatedAt);
  if (!query.isError && query.failureCount === 0)
    return <StatusIndicator type="success">{t('fresh.at', { time })}</StatusIndicator>;
  return (
    <span role="alert">
      <StatusIndicator type="warning">{t('fresh.stale', { time })}</StatusIndicator>{' '}
      <Button variant="inline-link" onClick={() => void query.refetch()}>
        {t('app.retry')}
      </Button>
    </span>
  );
};
