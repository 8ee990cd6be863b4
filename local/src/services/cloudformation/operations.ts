import { operation } from '../../core/operation.ts';

type HandleName = {
  /** Physical name of the handle's resource. */
  readonly Name: string;
};

interface HandleOutput {
  readonly Id: string;
  readonly Url: string;
}

/** Creates a handle, or finds the one with this name. */
export const putWaitConditionHandle = operation<HandleName, HandleOutput>('cloudformation', 'PutWaitConditionHandle');

export const deleteWaitConditionHandle = operation<HandleName>('cloudformation', 'DeleteWaitConditionHandle');

export type WaitInput = {
  /** URL of the handle. */
  readonly Handle: string;
  readonly Count: number;
  readonly TimeoutSeconds: number;
  /** Logical id of the wait condition, for the log. */
  readonly LogicalId: string;
};

/** How a wait ended: with the attribute Data, or with the reason of the failure. */
export type Outcome = { readonly data: string } | { readonly failure: string };

/** Waits for the signals of a handle. */
export const awaitSignals = operation<WaitInput, Outcome>('cloudformation', 'AwaitSignals');
