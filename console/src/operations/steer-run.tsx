import Button from '@cloudscape-design/components/button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Execution } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { FormDialog } from '../shell/form-dialog.tsx';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { resumedState, steerableBy } from './steerable.ts';

interface SteerRunProps {
  /** Id of the application, or name of the run. */
  readonly id: string;
  readonly run: Execution;
}

/** Button of an operator that stops an active run, or redrives a failed one, after a dialog that says what will happen. */
export const SteerRun = ({ id, run }: SteerRunProps) => {
  const { t } = useTexts();
  const { me } = useDesk();
  const [isAsking, setIsAsking] = useState(false);
  const { isSteering, steer } = useSteer(id, run);
  const action = steerableBy(me, run.execution.status);
  if (action === undefined) return null;
  const confirm = () => {
    setIsAsking(false);
    void steer(action);
  };
  const effects =
    action === 'stop'
      ? [t('run.stop.ends'), t('run.stop.review'), t('run.stop.back')]
      : [t('run.redrive.from', { state: resumedState(run) ?? '–' }), t('run.redrive.review')];
  return (
    <>
      <Button loading={isSteering} onClick={() => setIsAsking(true)}>
        {t(`run.${action}`)}
      </Button>
      {isAsking && (
        <FormDialog
          title={t(`run.${action}.title`, { id })}
          action={t(`run.${action}`)}
          close={() => setIsAsking(false)}
          confirm={confirm}
        >
          <ul>
            {[...effects, t('run.steer.file')].map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </FormDialog>
      )}
    </>
  );
};

/** Stops or redrives the run, tells the result, and loads the run again. */
const useSteer = (id: string, { execution }: Execution) => {
  const texts = useTexts();
  const { api } = useDesk();
  const { show } = useNotices();
  const client = useQueryClient();
  const [isSteering, setIsSteering] = useState(false);
  const path = { execution: execution.arn.slice(execution.arn.lastIndexOf(':') + 1) };
  const steer = async (action: 'stop' | 'redrive') => {
    setIsSteering(true);
    try {
      const { isReviewRequestedAgain } = await api.call(`POST /operations/executions/{execution}/${action}`, { path });
      const done = isReviewRequestedAgain ? 'run.redrive.done-review' : (`run.${action}.done` as const);
      show({ id: 'steered', type: 'success', content: texts.t(done, { id }) });
    } catch (error) {
      show({ id: 'steered', type: 'error', content: explain(error, texts) });
    }
    setIsSteering(false);
    for (const key of ['run', 'executions', 'reviews']) void client.invalidateQueries({ queryKey: [key] });
  };
  return { isSteering, steer };
};
