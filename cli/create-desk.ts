import { Api } from './api/api.ts';
import { findSite, type Site } from './api/site.ts';
import type { Desk } from './desk.ts';
import { EXIT } from './failures.ts';
import { storedTokens } from './sign-in/session.ts';
import { SessionStore, sessionPath } from './sign-in/session-store.ts';
import type { Screen } from './terminal/screen.ts';

/** The desk of one command, configured by the environment. Nothing is asked or opened before a command needs it. */
export function createDesk(screen: Screen, env: NodeJS.ProcessEnv): Desk {
  const now = () => new Date();
  const sessions = new SessionStore(sessionPath(env));
  let found: Promise<Site> | undefined;
  const site = () => {
    found ??= findSite(env, sessions);
    return found;
  };
  const api = new Api(async () => (await site()).apiUrl, storedTokens(sessions, now));
  return { api, site, sessions, screen, now, env, exitCode: EXIT.done };
}
