import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Ids } from '../../../core/ids.ts';
import type { Store } from '../../../core/store/store.ts';
import { taskTimedOut } from '../errors.ts';
import type { Snapshot } from '../interpreter/contract.ts';

const VERSION = 1;
const ID_BYTES = 6;
const NONCE_BYTES = 24;
const MAC_BYTES = 16;
const BODY_BYTES = 1 + ID_BYTES + NONCE_BYTES;

/**
 * Task tokens contain the id of their execution and a signature. The signature proves that this runtime issued the
 * token, so the tokens need not be stored. The signing secret is in the store, so tokens survive a restart. The
 * snapshot of the execution contains the open tokens and decides whether a token can be answered.
 */
export class TaskTokens {
  readonly #ids: Ids;
  readonly #secret: KeyObject;

  constructor(ids: Ids, secret: string) {
    this.#ids = ids;
    this.#secret = createSecretKey(secret, 'base64');
  }

  /** Returns a new token for a task of the execution with this id. */
  issue(execution: number): string {
    const body = Buffer.alloc(BODY_BYTES);
    body.writeUInt8(VERSION, 0);
    body.writeUIntBE(execution, 1, ID_BYTES);
    body.write(this.#ids.secret(NONCE_BYTES), 1 + ID_BYTES, 'base64');
    return Buffer.concat([body, this.#mac(body)]).toString('base64');
  }

  /** Id of the execution that the token belongs to; undefined if this store did not issue the token. */
  executionOf(token: string): number | undefined {
    const bytes = Buffer.from(token, 'base64');
    if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString('base64') !== token) return undefined;
    const body = bytes.subarray(0, BODY_BYTES);
    if (!timingSafeEqual(this.#mac(body), bytes.subarray(BODY_BYTES))) return undefined;
    return body.readUIntBE(1, ID_BYTES);
  }

  #mac(body: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(body).digest().subarray(0, MAC_BYTES);
  }
}

/** Reads the store's token secret; creates it if there is none. */
export const openTaskTokens = async (store: Store, ids: Ids): Promise<TaskTokens> => {
  const read = () => store.prepare(`SELECT value FROM states_secrets WHERE name = 'task tokens'`).get()?.value;
  if (read() === undefined)
    await store.write(() =>
      store.prepare(`INSERT INTO states_secrets (name, value) VALUES ('task tokens', ?)`).run(ids.secret(32)),
    );
  return new TaskTokens(ids, String(read()));
};

/** Id of the task that the token is open for; throws TaskTimedOut if there is none. */
export const openTask = (snapshot: Snapshot, token: string): string => {
  for (const [taskId, task] of Object.entries(snapshot.tasks)) if (task.token === token) return taskId;
  throw taskTimedOut();
};
