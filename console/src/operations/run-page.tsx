import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Spinner from '@cloudscape-design/components/spinner';
import { useNavigate, useParams } from 'react-router';
import { isMissing, useApplicationRun } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunView } from './run-view.tsx';

/** Page: the run of an application. The page reloads the run while the run is active. */
export default function RunPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const navigate = useNavigate();
  const run = useApplicationRun(id);
  if (isMissing(run.error))
    return (
      <Alert type="info" header={t('run.none', { id })}>
        {t('run.none-how')}
      </Alert>
    );
  if (run.data === undefined)
    return run.isError ? (
      <LoadError error={run.error} retry={() => void run.refetch()} />
    ) : (
      <Box padding="l">
        <Spinner /> {t('app.loading')}
      </Box>
    );
  const review = `/reviews/${encodeURIComponent(id)}`;
  const toReview = (
    <Button
      href={review}
      onFollow={(event) => {
        event.preventDefault();
        navigate(review);
      }}
    >
      {t('run.to-review')}
    </Button>
  );
  return (
    <RunView title={t('run.title', { id })} run={run.data} freshness={<Freshness query={run} />} actions={toReview} />
  );
}
