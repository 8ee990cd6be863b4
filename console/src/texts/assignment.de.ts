import type { assignmentEn } from './assignment.en.ts';

/** Texts about the next case and about absences, in German. */
export const assignmentDe: Readonly<Record<keyof typeof assignmentEn, string>> = {
  'next.take': 'Nächsten Fall übernehmen',
  'next.none': 'Es gibt keinen Fall für Sie.',
  'away.title': 'Abwesend',
  'away.help':
    'Ihre Fälle werden frei. Sie bekommen keinen nächsten Fall, und niemand kann Ihnen Fälle zuweisen, bis Sie zurück sind.',
  'away.until': 'Letzter Tag',
  'away.until.help': 'Der Tag endet um Mitternacht UTC.',
  'away.until.wrong': 'Wählen Sie einen Tag zwischen heute und in {days} Tagen.',
  'away.calendar': 'Den letzten Tag wählen',
  'away.confirm': 'Ich bin abwesend',
  'away.banner': 'Sie sind bis {until} abwesend.',
  'away.effect': 'Sie bekommen keinen nächsten Fall, und niemand kann Ihnen Fälle zuweisen.',
  'away.back': 'Ich bin zurück',
  'away.released': 'Diese Fälle sind wieder frei: {cases}',
  'away.others': 'Abwesend: {people}',
  'away.person': '{person} (bis {until})',
};
