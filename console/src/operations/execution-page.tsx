import { useParams, useSearchParams } from 'react-router';
import { useExecution } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunView } from './run-view.tsx';

/** Page: one run, selected by its name. The run may have no application record. */
export default function ExecutionPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const [query] = useSearchParams();
  const run = useExecution(id, query.get('machine') ?? undefined);
  return (
    <Loaded query={run} missing={{ header: t('run.none', { id }), text: t('run.none-how') }}>
      {(data) => <RunView title={t('run.title', { id })} run={data} freshness={<Freshness query={run} />} />}
    </Loaded>
  );
}
