import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import type { Execution } from '../../../api/types.generated.ts';
import { useApplicationRun } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunView } from './run-view.tsx';
import { SteerRun } from './steer-run.tsx';

/** Page: the run of an application. The page reloads the run while the run is active. */
export default function RunPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const run = useApplicationRun(id);
  const actions = (data: Execution) => (
    <SpaceBetween direction="horizontal" size="l" alignItems="center">
      <PageLink path={`/applications/${encodeURIComponent(id)}/file`}>{t('file.open')}</PageLink>
      <PageLink path={`/reviews/${encodeURIComponent(id)}`}>{t('run.to-review')}</PageLink>
      <SteerRun id={id} run={data} />
    </SpaceBetween>
  );
  return (
    <Loaded query={run} missing={{ header: t('run.none', { id }), text: t('run.none-how') }}>
      {(data) => (
        <RunView
          title={t('run.title', { id })}
          run={data}
          freshness={<Freshness query={run} />}
          actions={actions(data)}
        />
      )}
    </Loaded>
  );
}
