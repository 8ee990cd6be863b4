import { type AssumingService, administrator, assumedRole, type Caller } from './aws/caller.ts';
import type { Ids } from './ids.ts';

/** Access key of the account's administrator, for the user's environment. */
const ADMINISTRATOR_KEY = 'test';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Access keys and their callers. Keys of roles live in memory only: execution environments get new ones at each start. */
export class Identities {
  readonly #ids: Ids;
  readonly #accountId: string;
  readonly #callers = new Map<string, Caller>();

  constructor(ids: Ids, accountId: string) {
    this.#ids = ids;
    this.#accountId = accountId;
    this.#callers.set(ADMINISTRATOR_KEY, administrator(accountId));
  }

  administrator(): Caller {
    return administrator(this.#accountId);
  }

  /** Issues keys for `roleArn`; `session` is the session name, e.g. the function's. */
  issue(roleArn: string, session: string, assumedBy?: AssumingService): Credentials {
    const accessKeyId = `ASIA${this.#ids.uuid().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
    this.#callers.set(accessKeyId, assumedRole(roleArn, session, assumedBy));
    return { accessKeyId, secretAccessKey: this.#ids.secret(30), sessionToken: this.#ids.secret(48) };
  }

  revoke(accessKeyId: string): void {
    this.#callers.delete(accessKeyId);
  }

  /** The caller of a key; undefined for an unknown key. */
  resolve(accessKeyId: string): Caller | undefined {
    return this.#callers.get(accessKeyId);
  }
}
