import { receiptHandleIsInvalid } from '../errors.ts';
import type { Message, MessageTable } from '../store/message-table.ts';
import type { Queue } from '../store/queue-table.ts';
import { readReceipt } from './receipt.ts';

/**
 * The message of a receipt handle; undefined if the message is not in the queue any more. The handle can be older than
 * the latest one of the message. Throws ReceiptHandleIsInvalid if the text is not a receipt handle of this queue.
 */
export const findByReceipt = (table: MessageTable, queue: Queue, handle: string): Message | undefined => {
  const receipt = readReceipt(handle);
  if (receipt === undefined) throw receiptHandleIsInvalid(handle);
  if (receipt !== 'former' && receipt.queue !== queue.id) throw receiptHandleIsInvalid(handle);
  const message = receipt === 'former' ? table.findFormer(handle) : table.find(receipt.position);
  return message?.queue === queue.id ? message : undefined;
};
