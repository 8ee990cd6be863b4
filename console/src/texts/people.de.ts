import type { peopleEn } from './people.en.ts';

/** Texts about applicants, their search and their other applications, in German. */
export const peopleDe: Readonly<Record<keyof typeof peopleEn, string>> = {
  'related.title': 'Andere Anträge dieser Person',
  'related.description': 'Anträge mit gleichem Namen, gleicher Adresse oder E-Mail, die neuesten zuerst.',
  'related.none': 'Kein anderer Antrag hat diesen Namen, diese Adresse oder E-Mail',
  'related.show': '{count} weitere zeigen',
  'related.more': 'Dies sind die neuesten {count}. Es gibt weitere.',
  'related.applicant': 'Antragsteller',
  'related.agrees': 'Gleich',
  'related.NAME': 'Name',
  'related.ADDRESS': 'Adresse',
  'related.EMAIL': 'E-Mail',
  'applications.search': 'Nach Name, Adresse oder E-Mail finden',
  'applications.search-how':
    'Geben Sie den Anfang eines Wortes ein, mindestens zwei Buchstaben. Groß- und Kleinschreibung und Akzente zählen nicht.',
  'applications.found': 'Gefunden',
  'applications.found-none': 'Kein Antragsteller hat Wörter mit diesen Anfängen',
  'applications.clear': 'Suche löschen',
  'applications.column.applicant': 'Antragsteller',
  'applications.column.reasons': 'Grund',
  'applications.column.submitter': 'Eingereicht von',
  'reviews.column.applicant': 'Antragsteller',
  'reviews.column.flagged': 'Auffällig',
  'reviews.column.submitter': 'Eingereicht von',
};
