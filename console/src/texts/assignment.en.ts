/** Texts about the next case and about absences, in English. */
export const assignmentEn = {
  'next.take': 'Take the next case',
  'next.none': 'There is no case for you.',
  'away.title': 'Out of office',
  'away.help': 'Your cases become free. You get no next case, and nobody can assign cases to you until you are back.',
  'away.until': 'Last day',
  'away.until.help': 'The day ends at midnight UTC.',
  'away.until.wrong': 'Choose a day from today to {days} days from now.',
  'away.calendar': 'Choose the last day',
  'away.confirm': 'I am away',
  'away.banner': 'You are out of office until {until}.',
  'away.effect': 'You get no next case, and nobody can assign cases to you.',
  'away.back': 'I am back',
  'away.released': 'These cases are free again: {cases}',
  'away.others': 'Out of office: {people}',
  'away.person': '{person} (until {until})',
} as const;
