import { isObject } from '../../core/cloudformation/value.ts';
import type { Outcome } from './operations.ts';

/** A signal to a wait condition. */
export interface Signal {
  readonly uniqueId: string;
  readonly isSuccess: boolean;
  readonly reason: string;
  readonly data: string;
}

/** Longest body of a signal, in bytes. */
const MAX_BYTES = 4_096;

/**
 * Reads the body of a signal; returns what is wrong with an invalid one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html
 */
export const readSignal = (body: Buffer): Signal | { readonly problem: string } => {
  if (body.byteLength > MAX_BYTES) return { problem: `A signal has at most ${MAX_BYTES} bytes.` };
  const signal = parsed(body);
  if (!isObject(signal)) return { problem: 'A signal must be a JSON object.' };
  const { Status, UniqueId, Reason = '', Data = '' } = signal;
  if (Status !== 'SUCCESS' && Status !== 'FAILURE') return { problem: 'Status must be SUCCESS or FAILURE.' };
  if (typeof UniqueId !== 'string' || UniqueId === '') return { problem: 'UniqueId must be a string.' };
  if (typeof Reason !== 'string' || typeof Data !== 'string') return { problem: 'Reason and Data must be strings.' };
  return { uniqueId: UniqueId, isSuccess: Status === 'SUCCESS', reason: Reason, data: Data };
};

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

/** The outcome of the signals that have been received, in the order of their arrival; undefined while the wait lasts. */
export const outcomeOf = (signals: readonly Signal[], count: number): Outcome | undefined => {
  const failed = signals.find(({ isSuccess }) => !isSuccess);
  if (failed)
    return { failure: `WaitCondition received failed message: '${failed.reason}' for uniqueId: ${failed.uniqueId}` };
  if (signals.length < count) return undefined;
  return { data: JSON.stringify(Object.fromEntries(signals.map(({ uniqueId, data }) => [uniqueId, data]))) };
};
