import type { OneMachine } from 'one-machine';
import { APPLICATION_PATHS, expired } from './applications.ts';
import { FAILURE_PATHS } from './failures.ts';
import { type Judgement, judge } from './judge.ts';
import { type DeniedCall, readPermissions } from './permissions.ts';
import { REQUEST_PATHS } from './requests.ts';
import { type System, systemOf } from './system.ts';

/** The check ends when no grant has been used for this time and no work is in flight. */
const QUIET_MS = 10_000;
const POLL_INTERVAL_MS = 50;

/** All paths, in order. The last one moves the clock past every pending timer of the others. */
const PATHS = {
  ...APPLICATION_PATHS,
  ...REQUEST_PATHS,
  ...FAILURE_PATHS,
  'expired after a month of heartbeats': expired,
};

const isDone = ({ unused, redundant }: Judgement['faults']): boolean => unused.length + redundant.length === 0;

/**
 * Runs every path on which the system uses a permission; resolves with the judgement of its grants. The system must be
 * newly started, with the review worker on.
 *
 * Why an empty list of faults proves that each grant is needed: a used grant allowed at least one call that no other
 * statement, and no other pattern of its own statement, allows (`aloneCount`). Without the grant, IAM would deny that
 * call by default. A denied call is itself a fault, unless the grant check has provoked it.
 */
export const checkGrants = async (aws: OneMachine, report: (path: string) => void): Promise<Judgement> => {
  const system = systemOf(aws);
  for (const [path, run] of Object.entries(PATHS)) {
    report(path);
    await run(system);
  }
  return judgeAtRest(system);
};

/**
 * Waits for the end of all work before it judges, because deliveries may still be in flight after the last path and use
 * further grants.
 */
const judgeAtRest = async (system: System): Promise<Judgement> => {
  const isProvoked = ({ principal, action }: DeniedCall) => system.provoked.has(`${principal} ${action}`);
  let last = '';
  let sinceMs = performance.now();
  for (;;) {
    await system.aws.clock.advance({ seconds: 0 });
    const permissions = await readPermissions(system.endpoint);
    const judgement = judge(permissions, isProvoked);
    if (isDone(judgement.faults)) return judgement;
    const now = JSON.stringify(permissions);
    if (now !== last) sinceMs = performance.now();
    else if (performance.now() - sinceMs > QUIET_MS) return judgement;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
};
