import type { ApplicationState } from '../../events/states.ts';

/** One application of the demo: what is sent, what the reviewer says if asked, and how it must end. */
export interface Sample {
  readonly title: string;
  readonly application: { readonly id: string; readonly name: string; readonly address: string };
  /** What the demo's reviewer decides; `silence` lets the review run into its deadline. */
  readonly reviewer: 'APPROVE' | 'REJECT' | 'silence' | 'not asked';
  readonly mustEnd: ApplicationState;
}

export const SAMPLES: readonly Sample[] = [
  {
    title: 'A clean application is approved at once',
    application: { id: 'demo-spock', name: 'Spock', address: '123 Enterprise Street' },
    reviewer: 'not asked',
    mustEnd: 'APPROVED',
  },
  {
    title: 'A doubtful name goes to a reviewer, who approves',
    application: { id: 'demo-evil-spock', name: 'evil Spock', address: '123 Enterprise Street' },
    reviewer: 'APPROVE',
    mustEnd: 'APPROVED',
  },
  {
    title: 'A doubtful address goes to a reviewer, who rejects',
    application: { id: 'demo-gabe', name: 'Gabe', address: 'ABadAddress' },
    reviewer: 'REJECT',
    mustEnd: 'REJECTED',
  },
  {
    title: 'Data that cannot be processed is flagged',
    application: { id: 'demo-unprocessable', name: 'UNPROCESSABLE_DATA', address: '123 Street' },
    reviewer: 'not asked',
    mustEnd: 'FLAGGED_WITH_UNPROCESSABLE_DATA',
  },
  {
    title: 'A review nobody decides expires at its deadline: the clock is moved there',
    application: { id: 'demo-forgotten', name: 'evil Rip van Winkle', address: '1 Sleepy Hollow' },
    reviewer: 'silence',
    mustEnd: 'REVIEW_EXPIRED',
  },
];
