import type { OneMachine } from 'one-machine';
import { APPLICATION_PATHS, expired } from './applications.ts';
import { FAILURE_PATHS } from './failures.ts';
import { type Judgement, judge } from './judge.ts';
import { type DeniedCall, readPermissions } from './permissions.ts';
import { REQUEST_PATHS } from './requests.ts';
import { type Walked, walkedSystem } from './system.ts';

/** The judgement is final once no grant has been used for this long and no work is in flight. */
const QUIET_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** The last moves the clock beyond all that the others left behind. */
const PATHS = {
  ...APPLICATION_PATHS,
  ...REQUEST_PATHS,
  ...FAILURE_PATHS,
  'expired after a month of heartbeats': expired,
};

const isDone = ({ unused, redundant }: Judgement['faults']): boolean => unused.length + redundant.length === 0;

/**
 * Goes every path on which the system uses a permission, and answers what that shows of its grants. The system must be
 * fresh, with the review worker on.
 *
 * Why an empty list of faults proves that each grant is needed: a used grant let at least one call happen that no other
 * statement, and no other pattern of its own, would have allowed (`aloneCount`). Without it that call is denied, as
 * everything is denied that nothing allows; and a denied call that the walk has not provoked is itself a fault.
 */
export const walk = async (aws: OneMachine, tell: (path: string) => void): Promise<Judgement> => {
  const walked = walkedSystem(aws);
  for (const [path, go] of Object.entries(PATHS)) {
    tell(path);
    await go(walked);
  }
  return judgeAtRest(walked);
};

/** Deliveries may still be under way when the last path has ended, and each may use a grant. */
const judgeAtRest = async (walked: Walked): Promise<Judgement> => {
  const isProvoked = ({ principal, action }: DeniedCall) => walked.provoked.has(`${principal} ${action}`);
  let last = '';
  let sinceMs = performance.now();
  for (;;) {
    await walked.aws.clock.advance({ seconds: 0 });
    const permissions = await readPermissions(walked.endpoint);
    const judgement = judge(permissions, isProvoked);
    if (isDone(judgement.faults)) return judgement;
    const now = JSON.stringify(permissions);
    if (now !== last) sinceMs = performance.now();
    else if (performance.now() - sinceMs > QUIET_MS) return judgement;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
};
