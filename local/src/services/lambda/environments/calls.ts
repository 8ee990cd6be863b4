import type { MessagePort } from 'node:worker_threads';
import type { WireResponse } from '../../../core/service.ts';
import type { DirectAnswer, DirectMessage } from '../runtime/messages.ts';

type Call = Extract<DirectMessage, { kind: 'request' }>;

/** Answers one call. `signal` aborts when the function no longer waits for the answer. Must not reject. */
export type AnswerCall = (call: Call, signal: AbortSignal) => Promise<WireResponse>;

/** Answers the calls that arrive at an environment's port, until the environment ends. */
export const answerCalls = (port: MessagePort, answer: AnswerCall): void => {
  const open = new Map<number, AbortController>();
  port.on('message', (message: DirectMessage) => {
    if (message.kind === 'gone') return open.get(message.id)?.abort();
    const { id } = message;
    const gone = new AbortController();
    open.set(id, gone);
    void answer(message, gone.signal).then(({ status, headers, body }) => {
      if (open.delete(id)) port.postMessage({ id, status, headers, body } satisfies DirectAnswer);
    });
  });
  port.once('close', () => {
    for (const gone of open.values()) gone.abort();
    open.clear();
  });
  port.unref();
};
