import { Api } from '../api/client.ts';
import { fetchOnce } from './api/exchange.ts';
import { type ApiLocation, findApi } from './api/location.ts';
import { systemClock } from './clock/system-clock.ts';
import type { Desk } from './desk.ts';
import { EXIT } from './failures.ts';
import { storedTokens } from './sign-in/session.ts';
import { SessionStore, sessionPath } from './sign-in/session-store.ts';
import type { Screen } from './terminal/screen.ts';

/** Pauses before the three retries of a call that fails for a temporary reason: 2.6 s in total. */
const PAUSES_MS = [200, 600, 1_800];

/**
 * Creates the desk of one command from the environment. Files and services are used only when the command needs them.
 */
export function createDesk(screen: Screen, env: NodeJS.ProcessEnv): Desk {
  const wallClock = () => new Date();
  const sessions = new SessionStore(sessionPath(env));
  let found: Promise<ApiLocation> | undefined;
  const location = () => {
    found ??= findApi(env, sessions);
    return found;
  };
  const api = new Api({
    url: async () => (await location()).apiUrl,
    token: storedTokens(sessions, wallClock),
    fetch: fetchOnce,
    pausesMs: PAUSES_MS,
  });
  return { api, location, sessions, screen, now: systemClock(env), wallClock, env, exitCode: EXIT.done };
}
