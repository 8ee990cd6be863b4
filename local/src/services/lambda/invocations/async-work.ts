import type { Delivery } from '../../../core/delivery/delivery.ts';
import type { Delivery as Outcome } from './deliver.ts';

/** Which invocation it is about. */
export interface AsyncInvocation {
  readonly functionName: string;
  readonly qualifier: string | null;
  readonly requestId: string;
}

/** A function to be run with the stored event. */
export interface AsyncRun extends AsyncInvocation {
  readonly kind: 'run';
}

/** An outcome to be handed over; what is handed over is the stored body. */
export interface AsyncHandover extends AsyncInvocation {
  readonly kind: 'handover';
  readonly outcome: Omit<Outcome, 'body'>;
}

export type AsyncWork = AsyncRun | AsyncHandover;
export type AsyncDelivery = Delivery<AsyncWork>;
