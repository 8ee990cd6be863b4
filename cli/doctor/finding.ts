import type { Clients } from '../clients.ts';

export type Severity = 'ok' | 'warn' | 'fail';

/** What one look at the system has shown. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly text: string;
  /** What to do about it; nothing for ok. */
  readonly remedy?: string;
}

/** Looks at one side of the system. */
export type Check = (clients: Clients, now: Date) => Promise<readonly Finding[]>;

/** Names at most five, so that a long list of troubles stays readable. */
export function someOf(ids: readonly string[]): string {
  const SHOWN = 5;
  return ids.slice(0, SHOWN).join(', ') + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '');
}
