import type { Clients } from '../clients.ts';

export type Severity = 'ok' | 'warn' | 'fail';

/** Result of one check. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly text: string;
  /** Advice for the operator. Undefined if the severity is ok. */
  readonly remedy?: string;
}

/** Checks one aspect of the system without changing anything. */
export type Check = (clients: Clients, now: Date) => Promise<readonly Finding[]>;

/** A text with the first five ids and the number of the others. */
export function someOf(ids: readonly string[]): string {
  const SHOWN = 5;
  return ids.slice(0, SHOWN).join(', ') + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '');
}
