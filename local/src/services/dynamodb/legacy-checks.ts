import type { Check } from './dynalite-types.ts';

/** The legacy parameters that hold conditions. */
const CONDITIONS = ['Expected', 'QueryFilter', 'ScanFilter'] as const;

/** Refuses a ConditionalOperator that has fewer than two conditions to combine. */
export const refuseConditionalOperator: Check = (data) => {
  const conditions = CONDITIONS.map((member) => data[member]).find((each) => each !== undefined);
  return data.ConditionalOperator !== undefined && conditions && Object.keys(conditions).length < 2
    ? 'ConditionalOperator can only be used when Filter or Expected has two or more elements'
    : undefined;
};
