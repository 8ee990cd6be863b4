import type { Api } from '../api/client.ts';
import type { Site } from './api/site.ts';
import type { Clients } from './clients.ts';
import { CommandFailure, EXIT, type ExitCode } from './failures.ts';
import type { SessionStore } from './sign-in/session-store.ts';
import type { Screen } from './terminal/screen.ts';

/** What every command works with. */
export interface Desk {
  readonly api: Api;
  /** Where the API is; found when it is first asked for. */
  readonly site: () => Promise<Site>;
  readonly sessions: SessionStore;
  readonly env: NodeJS.ProcessEnv;
  readonly screen: Screen;
  readonly now: () => Date;
  /** What the process will end with. */
  exitCode: ExitCode;
}

/** What operators' commands work with besides: the services themselves, with their own credentials for them. */
export interface OperatorDesk extends Desk {
  readonly clients: Clients;
}

export interface Consent {
  readonly yes?: boolean;
}

/**
 * Refuses early what could only be refused after long work: in JSON nobody can be asked.
 * @throws CommandFailure
 */
export function mustBeAllowed({ screen }: Desk, { yes }: Consent): void {
  if (yes === true || !screen.isJson) return;
  throw new CommandFailure(EXIT.usage, 'With --json nobody is asked: add --yes, or --dry-run.');
}

/**
 * Asks before anything is changed, unless --yes was given.
 * @throws CommandFailure when the answer is not yes, or when there is nobody to ask
 */
export async function confirm(desk: Desk, question: string, consent: Consent): Promise<void> {
  mustBeAllowed(desk, consent);
  if (consent.yes === true) return;
  const answer = await desk.screen.ask(`${question} [y/N] `);
  if (answer === 'y' || answer === 'yes') return;
  if (answer === undefined)
    throw new CommandFailure(EXIT.usage, 'Nobody answered, so nothing was changed; --yes answers for you.');
  throw new CommandFailure(EXIT.failed, 'Nothing was changed.');
}
