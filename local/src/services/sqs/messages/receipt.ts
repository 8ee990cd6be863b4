import type { Message } from '../store/message-table.ts';

/** The content of a receipt handle. `former` is a handle that an older version of this runtime issued: a UUID. */
export type ReadReceipt =
  | {
      readonly kind: 'present';
      readonly queue: number;
      readonly position: number;
      /** Whether the receiver was a part of the process that issued the handle. */
      readonly isForgottenAtExit: boolean;
    }
  | 'former';

const PRESENT = /^(\d{1,15}):(\d{1,15}):(process:)?\S+$/;
const FORMER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes the receipt handle for one receive of a message; `secret` is a UUID. */
export const makeReceipt = (
  { queue, position }: Pick<Message, 'queue' | 'position'>,
  secret: string,
  isForgottenAtExit: boolean,
): string => Buffer.from(`${queue}:${position}:${isForgottenAtExit ? 'process:' : ''}${secret}`).toString('base64');

/** Reads a receipt handle; undefined for a malformed handle. */
export const readReceipt = (handle: string): ReadReceipt | undefined => {
  if (FORMER.test(handle)) return 'former';
  const [, queue, position, process] = PRESENT.exec(Buffer.from(handle, 'base64').toString('latin1')) ?? [];
  if (queue === undefined) return undefined;
  const isForgottenAtExit = process !== undefined;
  return { kind: 'present', queue: Number(queue), position: Number(position), isForgottenAtExit };
};
