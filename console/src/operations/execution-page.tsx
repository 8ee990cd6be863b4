import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { useParams, useSearchParams } from 'react-router';
import { isMissing, useExecution } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunView } from './run-view.tsx';

/** Page: one run, selected by its name. The run may have no application record. */
export default function ExecutionPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const [query] = useSearchParams();
  const run = useExecution(id, query.get('machine') ?? undefined);
  if (isMissing(run.error))
    return (
      <Alert type="info" header={t('run.none', { id })}>
        {t('run.none-how')}
      </Alert>
    );
  if (run.data) return <RunView title={t('run.title', { id })} run={run.data} freshness={<Freshness query={run} />} />;
  if (run.isError) return <LoadError error={run.error} retry={() => void run.refetch()} />;
  return (
    <Box padding="l">
      <Spinner /> {t('app.loading')}
    </Box>
  );
}
