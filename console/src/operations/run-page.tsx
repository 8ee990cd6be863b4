import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useParams } from 'react-router';
import { isMissing, useApplicationRun } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunView } from './run-view.tsx';

/** Page: the run of an application. The page reloads the run while the run is active. */
export default function RunPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
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
  const links = (
    <SpaceBetween direction="horizontal" size="l">
      <PageLink path={`/applications/${encodeURIComponent(id)}/file`}>{t('file.open')}</PageLink>
      <PageLink path={`/reviews/${encodeURIComponent(id)}`}>{t('run.to-review')}</PageLink>
    </SpaceBetween>
  );
  return (
    <RunView title={t('run.title', { id })} run={run.data} freshness={<Freshness query={run} />} actions={links} />
  );
}
