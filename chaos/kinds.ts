import type { ApplicationState } from '../events/states.ts';

/**
 * How the review of an application is decided. CONTESTED: two reviewers decide differently at the same time. EXPIRE: no
 * reviewer decides. RETURN: a reviewer returns the application to the applicant. RACE: several of these at the same time.
 */
type ReviewPlan = 'APPROVE' | 'REJECT' | 'CONTESTED' | 'EXPIRE' | 'RETURN' | 'RACE';

/** The content of an application, and the final states that it may reach. */
export interface Kind {
  readonly name: string;
  /** Undefined in a submission that violates the event schema. */
  readonly address?: string;
  /** The allowed final states. Empty if the run must fail without recording anything. */
  readonly ends: readonly ApplicationState[];
  readonly review?: ReviewPlan;
  /** The applicant's answer to a return; undefined: there is none, so the application expires. */
  readonly amendment?: { readonly name: string };
}

const ADDRESS = '123 Enterprise Street';

/** The kinds of applications: each takes a different path through the system. */
const KINDS = {
  approve: { name: 'Spock', address: ADDRESS, ends: ['APPROVED'] },
  'review-approve': { name: 'evil Spock', address: ADDRESS, ends: ['APPROVED'], review: 'APPROVE' },
  'review-reject': { name: 'Spock', address: 'ABadAddress', ends: ['REJECTED'], review: 'REJECT' },
  contested: { name: 'evil Spock', address: 'ABadAddress', ends: ['APPROVED', 'REJECTED'], review: 'CONTESTED' },
  expire: { name: 'evil Spock', address: ADDRESS, ends: ['REVIEW_EXPIRED'], review: 'EXPIRE' },
  'return-amend': {
    name: 'evil Spock',
    address: ADDRESS,
    ends: ['APPROVED'],
    review: 'RETURN',
    amendment: { name: 'Spock' },
  },
  'return-silent': { name: 'evil Spock', address: ADDRESS, ends: ['REVIEW_EXPIRED'], review: 'RETURN' },
  raced: {
    name: 'evil Spock',
    address: ADDRESS,
    ends: ['APPROVED', 'REJECTED', 'REVIEW_EXPIRED'],
    review: 'RACE',
  },
  'raced-by-two': {
    name: 'evil Spock',
    address: 'ABadAddress',
    ends: ['APPROVED', 'REJECTED', 'REVIEW_EXPIRED'],
    review: 'RACE',
  },
  unprocessable: { name: 'UNPROCESSABLE_DATA', address: ADDRESS, ends: ['FLAGGED_WITH_UNPROCESSABLE_DATA'] },
  /** A check is throttled at first, so the workflow retries it. */
  retry: { name: 'Spock', address: ADDRESS, ends: ['APPROVED'] },
  invalid: { name: 'Spock', ends: [] },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

/** The kinds that the scenario `flush` takes through the system one at a time. */
export const TRAVELLED = [
  'approve',
  'review-approve',
  'review-reject',
  'return-amend',
  'expire',
  'unprocessable',
  'retry',
] as const satisfies readonly KindName[];

export type Travelled = (typeof TRAVELLED)[number];

export const kindOf = (name: KindName): Kind => KINDS[name];

/** True if the run waits for a deadline, because nobody decides or nobody answers; after a race it may. */
export const endsByDeadline = ({ review, amendment }: Kind): boolean =>
  review === 'EXPIRE' || review === 'RACE' || (review === 'RETURN' && amendment === undefined);
