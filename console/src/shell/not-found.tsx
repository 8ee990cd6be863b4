import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useNavigate } from 'react-router';
import { useTexts } from '../texts/texts.tsx';

export const NotFound = () => {
  const { t } = useTexts();
  const navigate = useNavigate();
  return (
    <SpaceBetween size="m">
      <Box variant="h1">{t('app.not-found')}</Box>
      <Box>{t('app.not-found-how')}</Box>
      <Button onClick={() => navigate('/reviews')}>{t('app.to-reviews')}</Button>
    </SpaceBetween>
  );
};
