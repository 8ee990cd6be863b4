import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useTexts } from '../texts/texts.tsx';
import { useOwnAbsence, useOwnAway } from './use-absences.ts';

/** Banner while the user is out of office, with a button that ends the absence. Screen readers announce it. */
export const AwayBanner = () => {
  const { t, day } = useTexts();
  const absence = useOwnAbsence();
  const { comeBack } = useOwnAway();
  return (
    <div role="status">
      {absence && (
        <Box margin={{ bottom: 'm' }}>
          <Alert
            type="warning"
            header={t('away.banner', { until: day(absence.until) })}
            action={<Button onClick={() => void comeBack()}>{t('away.back')}</Button>}
          >
            {t('away.effect')}
          </Alert>
        </Box>
      )}
    </div>
  );
};
