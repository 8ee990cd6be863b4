import { badRequest } from '../aws/aws-error.ts';
import { TookTooLong, within } from './within.ts';

/** Maximum time of one match, in milliseconds of processor time. */
const MAX_MATCH_MS = 100;

/** Flags at the begin of a pattern, such as `(?i)`. JavaScript has them only beside the pattern. */
const FLAGS = /^\(\?([ims]+)\)/;

const compiled = (pattern: string): RegExp => {
  const [start = '', flags] = FLAGS.exec(pattern) ?? [];
  return new RegExp(`^(?:${pattern.slice(start.length)})$`, flags);
};

/** Throws BadRequestException if a property is no regular expression. */
export const checkPattern = (property: string, pattern: string | undefined): void => {
  try {
    if (pattern !== undefined) compiled(pattern);
  } catch {
    throw badRequest(`${property} ${pattern} is not a regular expression`);
  }
};

/** Whether a pattern matches a whole text. False if the match takes too long. */
export const isMatch = (pattern: string, text: string): boolean => {
  try {
    return within(MAX_MATCH_MS, () => compiled(pattern).test(text));
  } catch (error) {
    if (error instanceof TookTooLong) return false;
    throw error;
  }
};
