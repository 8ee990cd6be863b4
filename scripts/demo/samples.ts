import type { ApplicationState } from '../../events/states.ts';

/** One application of the demo: the event's content, the reviewer's decision and the expected last state. */
export interface Sample {
  readonly title: string;
  readonly application: { readonly id: string; readonly name: string; readonly address: string };
  /**
   * The decision of the demo's reviewer. With `silence` the reviewer makes no decision, so the review reaches its
   * deadline.
   */
  readonly reviewer: 'APPROVE' | 'REJECT' | 'silence' | 'not asked';
  readonly expectedState: ApplicationState;
}

export const SAMPLES: readonly Sample[] = [
  {
    title: 'A clean application is approved immediately',
    application: { id: 'demo-spock', name: 'Spock', address: '123 Enterprise Street' },
    reviewer: 'not asked',
    expectedState: 'APPROVED',
  },
  {
    title: 'A doubtful name goes to a reviewer, who approves',
    application: { id: 'demo-evil-spock', name: 'evil Spock', address: '123 Enterprise Street' },
    reviewer: 'APPROVE',
    expectedState: 'APPROVED',
  },
  {
    title: 'A doubtful address goes to a reviewer, who rejects',
    application: { id: 'demo-gabe', name: 'Gabe', address: 'ABadAddress' },
    reviewer: 'REJECT',
    expectedState: 'REJECTED',
  },
  {
    title: 'Data that cannot be processed is flagged',
    application: { id: 'demo-unprocessable', name: 'UNPROCESSABLE_DATA', address: '123 Street' },
    reviewer: 'not asked',
    expectedState: 'FLAGGED_WITH_UNPROCESSABLE_DATA',
  },
  {
    title: 'A review without a decision expires at its deadline: the clock is moved forward',
    application: { id: 'demo-forgotten', name: 'evil Rip van Winkle', address: '1 Sleepy Hollow' },
    reviewer: 'silence',
    expectedState: 'REVIEW_EXPIRED',
  },
];
