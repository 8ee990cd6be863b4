import { unsupported } from '../../core/aws/aws-error.ts';

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g;

/**
 * Compiles a filter pattern that consists of terms. A message matches if it contains all plain terms and no `-` term;
 * if there are no plain terms, it must also contain at least one `?` term. Matching is case-sensitive. Quotes make one
 * term of several words. Throws UnsupportedOperation for patterns on JSON or columns and for regular expressions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const compileFilter = (pattern: string | undefined): ((message: string) => boolean) => {
  const trimmed = pattern?.trim() ?? '';
  if (/^[{[%]/.test(trimmed)) throw unsupported('A filter pattern that is not a list of terms');
  const terms: Record<'' | '?' | '-', string[]> = { '': [], '?': [], '-': [] };
  for (const [, sign = '', quoted, plain = ''] of trimmed.matchAll(TERM))
    terms[sign as '' | '?' | '-'].push(quoted?.replace(/\\(.)/g, '$1') ?? plain);
  const { '': needed, '?': oneOf, '-': excluded } = terms;
  return (message) =>
    needed.every((term) => message.includes(term)) &&
    (oneOf.length === 0 || needed.length > 0 || oneOf.some((term) => message.includes(term))) &&
    !excluded.some((term) => message.includes(term));
};
