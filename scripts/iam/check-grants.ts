import type { OneMachine } from 'one-machine';
import { APPLICATION_PATHS, expired } from './applications.ts';
import { FAILURE_PATHS } from './failures.ts';
import { type Judgement, judge } from './judge.ts';
import { type DeniedCall, readPermissions } from './permissions.ts';
import { REQUEST_PATHS } from './requests.ts';
import { type System, systemOf } from './system.ts';

/** The judgement is final once no grant has been used for this long and no work is in flight. */
const QUIET_MS = 10_000;
const POLL_INTERVAL_MS = 50;

/** The last path moves the clock past every pending timer of the others. */
const PATHS = {
  ...APPLICATION_PATHS,
  ...REQUEST_PATHS,
  ...FAILURE_PATHS,
  'expired after a month of heartbeats': expired,
};

const isDone = ({ unused, redundant }: Judgement['faults']): boolean => unused.length + redundant.length === 0;

/**
 * Runs every path on which the system uses a permission, and resolves with the judgement of its grants. The system must
 * be newly started, with the review worker on.
 *
 * Why an empty list of faults proves that each grant is needed: a used grant allowed at least one call that no other
 * statement, and no other pattern of its own statement, allows (`aloneCount`). Without the grant IAM denies that call by
 * default, and a denied call that the grant check did not provoke is itself a fault.
 */
export const checkGrants = async (aws: OneMachine, report: (path: string) => void): Promise<Judgement> => {
  const system = systemOf(aws);
  for (const [path, run] of Object.entries(PATHS)) {
    report(path);
    await run(system);
  }
  return judgeAtRest(system);
};

/** After the last path deliveries may still be in flight, and each may use a grant. */
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
