import { unsupported } from '../../core/aws/aws-error.ts';

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g;

/**
 * Whether a message matches a filter pattern of terms: all of them must occur, one of those with `?`, none of those with
 * `-`; case matters, quotes hold words together. Patterns for JSON, for columns and regular expressions are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const compileFilter = (pattern: string | undefined): ((message: string) => boolean) => {
  const trimmed = pattern?.trim() ?? '';
  if (/^[{[%]/.test(trimmed)) throw unsupported('A filter pattern other than of terms');
  const terms: Record<'' | '?' | '-', string[]> = { '': [], '?': [], '-': [] };
  for (const [, sign = '', quoted, plain = ''] of trimmed.matchAll(TERM))
    terms[sign as '' | '?' | '-'].push(quoted?.replace(/\\(.)/g, '$1') ?? plain);
  const { '': needed, '?': oneOf, '-': excluded } = terms;
  return (message) =>
    needed.every((term) => message.includes(term)) &&
    (oneOf.length === 0 || needed.length > 0 || oneOf.some((term) => message.includes(term))) &&
    !excluded.some((term) => message.includes(term));
};
