import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { useReachability } from '../api/reachability.ts';
import { useTexts } from '../texts/texts.tsx';

/** Banner while the browser is offline or the API does not answer. Screen readers announce it. */
export const OfflineBanner = () => {
  const { t } = useTexts();
  const reachability = useReachability();
  return (
    <div role="status">
      {reachability !== 'online' && (
        <Box margin={{ bottom: 'm' }}>
          <Alert type="warning" header={t(`offline.${reachability}`)}>
            {t('offline.kept')}
          </Alert>
        </Box>
      )}
    </div>
  );
};
