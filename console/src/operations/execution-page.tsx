import { useParams, useSearchParams } from 'react-router';
import { useExecution, useMachines } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunView } from './run-view.tsx';
import { SteerRun } from './steer-run.tsx';

/**
 * Page: one run, selected by its name. The run may have no application record. Only runs of the workflow can be steered.
 */
export default function ExecutionPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const [query] = useSearchParams();
  const machine = query.get('machine') ?? undefined;
  const run = useExecution(id, machine);
  const { data: [own] = [] } = useMachines();
  const isOwn = machine === undefined || machine === own;
  return (
    <Loaded query={run} missing={{ header: t('run.none', { id }), text: t('run.none-how') }}>
      {(data) => (
        <RunView
          title={t('run.title', { id })}
          run={data}
          freshness={<Freshness query={run} />}
          actions={isOwn && <SteerRun id={id} run={data} />}
        />
      )}
    </Loaded>
  );
}
