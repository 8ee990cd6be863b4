/** Texts about the groups and marks of the inbox, in English. */
export const inboxEn = {
  'reviews.search-applicant': 'Find an applicant',
  'reviews.applicant-how': 'Type at least two letters.',
  'reviews.applicant-more': 'More may match. Type more of the name.',
  'reviews.due.overdue': 'Overdue ({count})',
  'reviews.due.today': 'Due today ({count})',
  'reviews.due.later': 'Due later ({count})',
  'mark.escalated': 'Escalated',
  'mark.escalated.how': 'The supervisors were told on {at} that the review is overdue.',
  'mark.supervisor': 'Supervisor',
  'mark.supervisor.how': 'Two people have decided differently. A supervisor decides.',
  'mark.second': '2nd person',
  'mark.second.how': 'One person has decided. A second person must decide, too.',
  'mark.team': 'Your team',
  'mark.team.how': 'Your team takes reviews for this reason first.',
} as const;
