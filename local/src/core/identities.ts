import { administrator, assumedRole, type Caller } from './aws/caller.ts';
import type { Ids } from './ids.ts';

/** The account's own keys, which a user puts into the environment. */
export const ADMINISTRATOR_KEY = 'test';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Who an access key is. Keys of roles live as long as the process: whoever uses them is started anew with it. */
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

  /** Keys that act as `roleArn`; `session` names who assumed it, e.g. the function. */
  issue(roleArn: string, session: string): Credentials {
    const accessKeyId = `ASIA${this.#ids.uuid().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
    this.#callers.set(accessKeyId, assumedRole(roleArn, session));
    return { accessKeyId, secretAccessKey: this.#ids.secret(30), sessionToken: this.#ids.secret(48) };
  }

  revoke(accessKeyId: string): void {
    this.#callers.delete(accessKeyId);
  }

  /** Undefined for a key nobody was given. */
  resolve(accessKeyId: string): Caller | undefined {
    return this.#callers.get(accessKeyId);
  }
}
