import { validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage, HIDDEN, memberName } from '../../core/parameters/constraint.ts';
import { given, type Input } from '../../core/parameters/input.ts';
import { pageTokens } from '../../core/parameters/pages.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { invalidNextToken } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Members that can contain a secret. AWS does not repeat them in its messages. */
const SECRET = new Set(['Value']);

/** Readers of request members with the error messages of Systems Manager. They throw ValidationException. */
const readers = parameterReader({
  values: 'json',
  emptyText: 'too short',
  broken: (name, value, requirement) =>
    validationError(
      constraintMessage(memberName(name), SECRET.has(name) ? HIDDEN : value, `Member must ${requirement}`),
    ),
});
export const { optionalText, requiredText, flag, objectList, textList } = readers;

const MAX_NAME_LENGTH = 2_048;
const MAX_NAMES = 10;

export const nameIn = (input: Input): string => requiredText(input, 'Name', { max: MAX_NAME_LENGTH });

/** The member `Names`: 1 to 10 different names. */
export const namesIn = (input: Input): readonly string[] => {
  const names = textList(input, 'Names', { required: true });
  const shown = `[${names.join(', ')}]`;
  const refuse = (constraint: string) =>
    validationError(constraintMessage('names', shown, `Member must have length ${constraint}`));
  if (names.length === 0) throw refuse('greater than or equal to 1');
  if (names.length > MAX_NAMES) throw refuse(`less than or equal to ${MAX_NAMES}`);
  for (const name of names) requiredText({ Names: name }, 'Names', { max: MAX_NAME_LENGTH });
  return [...new Set(names)];
};

/** Whether the member has a value. */
export const isGiven = (input: Input, name: string): boolean => given(input, name) !== undefined;

const TOKENS = pageTokens('after:');

/** The size of the page and the position after which it begins; '' for the first page. Throws InvalidNextToken. */
export const pageIn = (input: Input, max: number): { readonly size: number; readonly after: string } => {
  const size = readers.optionalInteger(input, 'MaxResults', { min: 1, max }) ?? max;
  const token = optionalText(input, 'NextToken');
  const after = token === undefined ? '' : TOKENS.read(token);
  if (after === undefined) throw invalidNextToken();
  return { size, after };
};

export const tokenAfter = TOKENS.write;
