import type { KnownRun, Runs } from '../../handlers/operations/steer-executions/ports.ts';

export const EXECUTIONS = 'arn:aws:states:us-east-1:000000000000:execution:account-application';

const run = (name: string, rest: Pick<KnownRun, 'status' | 'error' | 'applicationId'>): KnownRun => ({
  executionArn: `${EXECUTIONS}:${name}`,
  ...rest,
});

const RUNS: Readonly<Record<string, KnownRun>> = {
  'active-run': run('active-run', { status: 'RUNNING', applicationId: 'app-1' }),
  'failed-run': run('failed-run', { status: 'FAILED', error: 'States.Runtime', applicationId: 'app-1' }),
  'old-run': run('old-run', { status: 'ABORTED', applicationId: 'app-1' }),
  'refused-run': run('refused-run', { status: 'FAILED', error: 'InvalidApplicationException' }),
  'unknown-run': run('unknown-run', { status: 'TIMED_OUT' }),
  'ended-run': run('ended-run', { status: 'SUCCEEDED', applicationId: 'app-1' }),
};

/** Runs of the workflow, and what was done with them: `stop active-run by kirk`. `old-run` can no longer be redriven. */
export const steeredRuns = () => {
  const done: string[] = [];
  const note = (action: string, { executionArn }: KnownRun, who: string) =>
    done.push(`${action} ${executionArn.slice(executionArn.lastIndexOf(':') + 1)} by ${who}`);
  const runs: Runs = {
    find: async (name) => RUNS[name],
    stop: async (stopped, who) => void note('stop', stopped, who),
    redrive: async (redriven, who) => {
      if (redriven === RUNS['old-run']) return false;
      note('redrive', redriven, who);
      return true;
    },
  };
  return { runs, done };
};
