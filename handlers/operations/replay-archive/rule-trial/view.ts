import type { RuleTrial, TrialRule } from '../../../../api/types.generated.ts';
import { REVIEW_REASONS } from '../../../../events/states.ts';
import { countOfRule } from './tally.ts';
import type { Trial } from './trial.ts';

/** A trial as the API shows it. */
export function viewOf({ id, state, reason, from, to, startedAt, startedBy, rules, tally }: Trial): RuleTrial {
  return {
    id,
    state,
    ...(reason === undefined ? {} : { reason }),
    rulesVersion: rules.version,
    from,
    to,
    startedAt,
    startedBy,
    applications: tally.applications,
    invalid: tally.invalid,
    before: tally.before,
    after: tally.after,
    newlyFlagged: tally.newly.flagged,
    newlyClean: tally.newly.clean,
    newlyUnprocessable: tally.newly.unprocessable,
    reasons: REVIEW_REASONS.map((check) => ({ check, ...tally.reasons[check] })),
    rules: rulesOf({ rules, tally }),
  };
}

function rulesOf({ rules, tally }: Pick<Trial, 'rules' | 'tally'>): readonly TrialRule[] {
  return REVIEW_REASONS.flatMap((check) =>
    rules.checks[check].map(({ id, says }) => ({ check, id, says, applications: countOfRule(tally, id) })),
  );
}
