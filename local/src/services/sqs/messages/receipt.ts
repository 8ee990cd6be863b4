import type { Message } from '../store/message-table.ts';

/** The content of a receipt handle. `former` is a handle that an older version of this runtime issued: a UUID. */
export type ReadReceipt = { readonly kind: 'present'; readonly queue: number; readonly position: number } | 'former';

const PRESENT = /^(\d{1,15}):(\d{1,15}):\S+$/;
const FORMER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes the receipt handle for one receive of a message; `secret` is a UUID. */
export const makeReceipt = ({ queue, position }: Pick<Message, 'queue' | 'position'>, secret: string): string =>
  Buffer.from(`${queue}:${position}:${secret}`).toString('base64');

/** Reads a receipt handle; undefined for a malformed handle. */
export const readReceipt = (handle: string): ReadReceipt | undefined => {
  if (FORMER.test(handle)) return 'former';
  const [, queue, position] = PRESENT.exec(Buffer.from(handle, 'base64').toString('latin1')) ?? [];
  return queue === undefined ? undefined : { kind: 'present', queue: Number(queue), position: Number(position) };
};
