import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Who is signed in at one API. The tokens are secrets: they are in this file, readable by its owner only, and nowhere else. */
export interface Session {
  readonly issuer: string;
  readonly clientId: string;
  readonly accessToken: string;
  /** Missing for machine clients: they sign in anew. */
  readonly refreshToken?: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

interface File {
  /** The API signed in at last. */
  readonly current?: string;
  readonly sessions: Readonly<Record<string, Session>>;
}

/** Sessions by the URL of their API, in a file (mode 0600) of the user's state directory. */
export class SessionStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  current(): string | undefined {
    return this.#load().current;
  }

  read(apiUrl: string): Session | undefined {
    return this.#load().sessions[apiUrl];
  }

  write(apiUrl: string, session: Session): void {
    this.#save({ current: apiUrl, sessions: { ...this.#load().sessions, [apiUrl]: session } });
  }

  remove(apiUrl: string): void {
    const { current, sessions } = this.#load();
    const { [apiUrl]: _, ...rest } = sessions;
    this.#save({ ...(current !== undefined && current !== apiUrl && { current }), sessions: rest });
  }

  /** A file that is not there, or is not one of ours, holds no session. */
  #load(): File {
    try {
      const file = JSON.parse(readFileSync(this.#path, 'utf8')) as Partial<File>;
      return { sessions: {}, ...file };
    } catch {
      return { sessions: {} };
    }
  }

  #save(file: File): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const fresh = `${this.#path}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(file), { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, this.#path);
  }
}

/** Where the sessions are: below XDG_STATE_HOME, by default ~/.local/state. */
export function sessionPath(env: NodeJS.ProcessEnv): string {
  const state = env.XDG_STATE_HOME || join(env.HOME ?? homedir(), '.local/state');
  return join(state, 'account-applications/sessions.json');
}
