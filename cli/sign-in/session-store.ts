import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Session of the user at one API. Its tokens are secrets and are stored only in the session file (mode 0600). */
export interface Session {
  readonly issuer: string;
  readonly clientId: string;
  readonly accessToken: string;
  /** Undefined for machine clients, which sign in again when the access token expires. */
  readonly refreshToken?: string;
  /** Time at which the access token expires, ISO 8601 in UTC. */
  readonly expiresAt: string;
}

interface File {
  /** URL of the API of the latest sign-in. */
  readonly current?: string;
  readonly sessions: Readonly<Record<string, Session>>;
}

/** Sessions by the URL of their API, stored in a file with mode 0600. */
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

  /** A missing or unreadable file counts as a file without sessions. */
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

/** Path of the session file, in XDG_STATE_HOME or, without this variable, in ~/.local/state. */
export function sessionPath(env: NodeJS.ProcessEnv): string {
  const state = env.XDG_STATE_HOME || join(env.HOME ?? homedir(), '.local/state');
  return join(state, 'account-applications/sessions.json');
}
