import { TookTooLong, within } from './within.ts';

/** Maximum processor time of a comparison, in milliseconds. */
const MAX_MATCH_MS = 100;

/** Whether a user's regular expression matches the whole text. A comparison that takes too long is no match. */
export const isMatch = (pattern: string, text: string): boolean => {
  try {
    return within(MAX_MATCH_MS, () => new RegExp(`^(?:${pattern})$`).test(text));
  } catch (error) {
    if (error instanceof TookTooLong) return false;
    throw error;
  }
};
