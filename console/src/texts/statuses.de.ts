import type { statusesEn } from './statuses.en.ts';

/** Statuses of runs, replays and rules in words, in German. */
export const statusesDe: Readonly<Record<keyof typeof statusesEn, string>> = {
  'run-status.RUNNING': 'Läuft',
  'run-status.SUCCEEDED': 'Erfolgreich',
  'run-status.FAILED': 'Fehlgeschlagen',
  'run-status.TIMED_OUT': 'Zeit abgelaufen',
  'run-status.ABORTED': 'Abgebrochen',
  'run-status.PENDING_REDRIVE': 'Wartet auf Wiederaufnahme',
  'replay-state.STARTING': 'Beginnt',
  'replay-state.RUNNING': 'Läuft',
  'replay-state.CANCELLING': 'Wird abgebrochen',
  'replay-state.COMPLETED': 'Beendet',
  'replay-state.CANCELLED': 'Abgebrochen',
  'replay-state.FAILED': 'Fehlgeschlagen',
  'rule-state.ENABLED': 'Eingeschaltet',
  'rule-state.DISABLED': 'Ausgeschaltet',
  'timeline.run-ended': 'Ablauf beendet: {status}',
  'timeline.decided': 'Entschieden: {decision}',
  'timeline.decided-because': 'Entschieden: {decision}. {reason}',
};
