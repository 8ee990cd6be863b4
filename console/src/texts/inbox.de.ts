import type { inboxEn } from './inbox.en.ts';

/** Texts about the groups and marks of the inbox, in German. */
export const inboxDe: Readonly<Record<keyof typeof inboxEn, string>> = {
  'reviews.search-applicant': 'Antragsteller finden',
  'reviews.applicant-how': 'Geben Sie mindestens zwei Buchstaben ein.',
  'reviews.applicant-more': 'Es kann weitere geben. Geben Sie mehr vom Namen ein.',
  'reviews.due.overdue': 'Überfällig ({count})',
  'reviews.due.today': 'Heute fällig ({count})',
  'reviews.due.later': 'Später fällig ({count})',
  'mark.escalated': 'Eskaliert',
  'mark.escalated.how': 'Die Aufsicht weiß seit {at}, dass die Prüfung überfällig ist.',
  'mark.supervisor': 'Aufsicht',
  'mark.supervisor.how': 'Zwei Personen haben verschieden entschieden. Die Aufsicht entscheidet.',
  'mark.second': '2. Person',
  'mark.second.how': 'Eine Person hat entschieden. Eine zweite muss ebenfalls entscheiden.',
  'mark.team': 'Ihr Team',
  'mark.team.how': 'Ihr Team übernimmt Prüfungen aus diesem Grund zuerst.',
};
