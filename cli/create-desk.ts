import { Api } from '../api/client.ts';
import { fetchOnce } from './api/exchange.ts';
import { type ApiLocation, findApi } from './api/location.ts';
import { systemClock } from './clock/system-clock.ts';
import type { Desk } from './desk.ts';
import { EXIT } from './failures.ts';
import { storedTokens } from './sign-in/session.ts';
import { SessionStore, sessionPath } from './sign-in/session-store.ts';
import type { Screen } from './terminal/screen.ts';

/** Waits between attempts of a call that fails for a temporary reason: three retries, 2.6 s in total. */
const PAUSES_MS = [200, 600, 1_800];

/** The desk of one command, configured by the environment. It reads files and calls services only when a command needs them. */
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
