import type { Api } from '../api/client.ts';
import type { ApiLocation } from './api/location.ts';
import type { Clients } from './clients.ts';
import type { SystemClock } from './clock/system-clock.ts';
import { CommandFailure, EXIT, type ExitCode } from './failures.ts';
import type { SessionStore } from './sign-in/session-store.ts';
import type { Screen } from './terminal/screen.ts';

/** Dependencies of every command, and its exit code. */
export interface Desk {
  readonly api: Api;
  /** Finds the API at the first call; later calls return the same promise. */
  readonly location: () => Promise<ApiLocation>;
  readonly sessions: SessionStore;
  readonly env: NodeJS.ProcessEnv;
  readonly screen: Screen;
  /** The time of the system: the clock of the local runtime, or this machine's clock if the system runs on AWS. */
  readonly now: SystemClock;
  /** This machine's time. Sessions use it, because the expiry of tokens is a real time. */
  readonly wallClock: () => Date;
  /** Exit code of the process. */
  exitCode: ExitCode;
}

/** Desk of operators' commands. They also call AWS services directly, with the operator's own credentials. */
export interface OperatorDesk extends Desk {
  readonly clients: Clients;
}

export interface Consent {
  readonly yes?: boolean;
}

/** Options of a command that shows its plan before it changes something. */
export interface PlanOptions extends Consent {
  readonly dryRun?: boolean;
}

/**
 * Checks before a long preparation that the command may change something. With --json the command cannot ask for
 * consent.
 * @throws CommandFailure if --json is given without --yes
 */
export function mustBeAllowed({ screen }: Desk, { yes }: Consent): void {
  if (yes === true || !screen.isJson) return;
  throw new CommandFailure(EXIT.usage, 'With --json the command cannot ask for confirmation: add --yes, or --dry-run.');
}

/**
 * Asks for confirmation, unless --yes is given.
 * @throws CommandFailure if the answer is not yes, or if the input ends without an answer
 */
export async function confirm(desk: Desk, question: string, consent: Consent): Promise<void> {
  mustBeAllowed(desk, consent);
  if (consent.yes === true) return;
  const answer = await desk.screen.ask(`${question} [y/N] `);
  if (answer === 'y' || answer === 'yes') return;
  if (answer === undefined)
    throw new CommandFailure(EXIT.failed, 'There was no answer, so nothing was changed; --yes skips the question.');
  throw new CommandFailure(EXIT.failed, 'Nothing was changed.');
}
