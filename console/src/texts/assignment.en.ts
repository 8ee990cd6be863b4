/** Texts about the next case, in English. */
export const assignmentEn = {
  'next.take': 'Take the next case',
  'next.none': 'There is no case for you.',
} as const;
