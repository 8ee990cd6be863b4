import type { assignmentEn } from './assignment.en.ts';

/** Texts about the next case, in German. */
export const assignmentDe: Readonly<Record<keyof typeof assignmentEn, string>> = {
  'next.take': 'Nächsten Fall übernehmen',
  'next.none': 'Es gibt keinen Fall für Sie.',
};
