import type { SteeredRun } from '../../../api/types.generated.ts';
import { redriveConflict, redriveRequestsReview, stopConflict } from '../../../repair/runs/conflict.ts';
import { notFound, type Problem, ProblemError } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import type { FindRecord, KnownRun, Runs } from './ports.ts';

export interface Ports {
  readonly runs: Runs;
  readonly findRecord: FindRecord;
  /** Logs who stopped or redrove which run. */
  readonly logAction: (action: string, details: { readonly execution: string; readonly username: string }) => void;
}

/** Routes that stop and redrive runs of the workflow. */
export function createRoutes(ports: Ports): RouteTable<'steer-executions'> {
  return {
    'POST /operations/executions/{execution}/stop': (call) => stop(ports, call),
    'POST /operations/executions/{execution}/redrive': (call) => redrive(ports, call),
  };
}

async function stop({ runs, logAction }: Ports, call: Call): Promise<Answer<SteeredRun>> {
  const { username } = call.principal;
  const { name, run } = await runIn(runs, call);
  refuseIf('NOT_ACTIVE', stopConflict(run));
  logAction('Run stopped', { execution: name, username });
  await runs.stop(run, username);
  return answer(name, run, false);
}

async function redrive({ runs, findRecord, logAction }: Ports, call: Call): Promise<Answer<SteeredRun>> {
  const { username } = call.principal;
  const { name, run } = await runIn(runs, call);
  const record = run.applicationId === undefined ? undefined : await findRecord(run.applicationId);
  refuseIf('NOT_REDRIVABLE', redriveConflict(run, record));
  logAction('Run redriven', { execution: name, username });
  const isRedriven = await runs.redrive(run, username);
  refuseIf('NOT_REDRIVABLE', isRedriven ? undefined : TOO_LATE);
  return answer(name, run, redriveRequestsReview(record));
}

const TOO_LATE =
  'Step Functions can redrive a run for 14 days after its end. Replay the archive over the time of the submission instead.';

async function runIn(runs: Runs, { event }: Call): Promise<{ readonly name: string; readonly run: KnownRun }> {
  const name = event.pathParameters?.execution ?? '';
  const run = /^[\w-]{1,80}$/.test(name) ? await runs.find(name) : undefined;
  if (run === undefined) throw new ProblemError(notFound('run of this name'));
  return { name, run };
}

/** @throws ProblemError with status 409 if there is a conflict */
function refuseIf(code: string, conflict: string | undefined): void {
  if (conflict === undefined) return;
  const problem: Problem = { status: 409, code, detail: conflict };
  throw new ProblemError(problem);
}

const answer = (name: string, { applicationId }: KnownRun, isReviewRequestedAgain: boolean): Answer<SteeredRun> => ({
  status: 200,
  body: { name, ...(applicationId === undefined ? {} : { applicationId }), isReviewRequestedAgain },
});
