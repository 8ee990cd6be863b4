/**
 * By table name: the queries that are reloaded after a change of the table, by the first element of their query key.
 */
const KEYS_OF_TABLE: Readonly<Record<string, readonly string[]>> = {
  reviews: ['reviews', 'case', 'timeline'],
  applications: ['applications', 'case', 'timeline', 'run', 'related'],
  'applicant-index': ['applications', 'related'],
  absences: ['absences'],
  accounts: ['timeline'],
  notifications: ['timeline'],
};

/** The queries that are reloaded after an event on a bus: a run has started or ended. */
export const KEYS_OF_EVENTS: readonly string[] = ['run', 'timeline', 'executions'];

export const REPORTED_KEYS: ReadonlySet<string> = new Set([...Object.values(KEYS_OF_TABLE).flat(), ...KEYS_OF_EVENTS]);

/** The queries about a table. Its name may have the prefix of the system, as in `pay-reviews`. */
export function keysOfTable(table: string): readonly string[] {
  const found = Object.entries(KEYS_OF_TABLE).find(([name]) => table === name || table.endsWith(`-${name}`));
  return found?.[1] ?? [];
}

/** Whether the event stream of the local runtime is open, and since when: epoch milliseconds. */
export const stream: { openSinceMs?: number } = {};
