import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTexts } from '../texts/texts.tsx';

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** Shows the time of the last load. Shows a warning if a later load failed. */
export const Freshness = ({
  query,
}: {
  query: Pick<UseQueryResult, 'dataUpdatedAt' | 'isError' | 'failureCount'> & { refetch(): Promise<unknown> };
}) => {
  const { t, region } = useTexts();
  if (query.dataUpdatedAt === 0) return null;
  const time = new Intl.DateTimeFormat(region, TIME).format(query.dataUpdatedAt);
  if (!query.isError && query.failureCount === 0)
    return (
      <Box color="text-body-secondary" fontSize="body-s">
        {t('fresh.at', { time })}
      </Box>
    );
  return (
    <span role="alert">
      <StatusIndicator type="warning">{t('fresh.stale', { time })}</StatusIndicator>{' '}
      <Button variant="inline-link" onClick={() => void query.refetch()}>
        {t('app.retry')}
      </Button>
    </span>
  );
};
