import type { Delivery } from '../../../core/delivery/delivery.ts';
import type { DestinationMessage } from './deliver.ts';

/** The data that identifies an invocation. */
export interface AsyncInvocation {
  readonly functionName: string;
  readonly qualifier: string | null;
  readonly requestId: string;
}

/** Work: run the function with the stored body as event. */
interface AsyncRun extends AsyncInvocation {
  readonly kind: 'run';
  /** The trace header of the Invoke call. */
  readonly traceHeader?: string;
}

/** Work: send the stored body to a destination or dead-letter queue. */
interface AsyncResultDelivery extends AsyncInvocation {
  readonly kind: 'handover';
  readonly outcome: Omit<DestinationMessage, 'body'>;
}

export type AsyncWork = AsyncRun | AsyncResultDelivery;
export type AsyncDelivery = Delivery<AsyncWork>;
