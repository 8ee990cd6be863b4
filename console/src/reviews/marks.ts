import type { Me, Review } from '../../../api/types.generated.ts';

export type Mark = 'escalated' | 'supervisor' | 'second' | 'team';

/** What raises a review above others with the same due date, for this user. */
export const marksOf = (
  { state, escalatedAt, reasons }: Pick<Review, 'state' | 'escalatedAt' | 'reasons'>,
  { reasons: own = [] }: Pick<Me, 'reasons'>,
): readonly Mark[] => {
  const marks = {
    escalated: escalatedAt !== undefined,
    supervisor: state === 'PENDING_SUPERVISOR',
    second: state === 'PENDING_SECOND',
    team: reasons.some((reason) => own.includes(reason)),
  } as const satisfies Record<Mark, boolean>;
  return (Object.keys(marks) as Mark[]).filter((mark) => marks[mark]);
};
