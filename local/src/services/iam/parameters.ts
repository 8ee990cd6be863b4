import { IAM_DIALECT, validationFailed } from '../../core/parameters/iam-dialect.ts';
import type { Input } from '../../core/parameters/input.ts';
import { offsetPage } from '../../core/parameters/pages.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { type PolicyKind, PolicySyntaxError, parsePolicy } from '../../core/policy/document.ts';
import { urlPart } from '../../core/text/url-part.ts';
import { malformedPolicy } from './errors.ts';

export type { Input };

const { objectList, ...readers } = parameterReader(IAM_DIALECT);
export const { optionalInteger, optionalText, requiredText } = readers;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const PATH = /^\/([\x21-\x7e]+\/)?$/;

/** Reads a path: `/` (the default) or `/…/`. Throws ValidationError. */
export const entityPath = (input: Input): string => {
  const path = optionalText(input, 'Path') ?? '/';
  if (PATH.test(path)) return path;
  throw validationFailed(
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
};

/** Reads a policy document; throws MalformedPolicyDocument if it is invalid. */
export const policyDocument = (input: Input, name: string, kind: PolicyKind): string => {
  const text = requiredText(input, name);
  try {
    parsePolicy(text, kind);
    return text;
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformedPolicy(error.message);
    throw error;
  }
};

/** Percent-encodes a document (RFC 3986), because IAM's answers contain documents in this form. */
export const encodedDocument = (text: string): string =>
  urlPart(text).replaceAll(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);

export const tagsOf = (input: Input): Tag[] => {
  const tags = objectList(input, 'Tags');
  return tags.map((tag) => ({ Key: requiredText(tag, 'Key'), Value: optionalText(tag, 'Value') ?? '' }));
};

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1_000;

/** One page of `all`, with AWS's IsTruncated and Marker. */
export const page = <T>(input: Input, all: readonly T[]) => {
  const offset = Number(optionalText(input, 'Marker') ?? 0);
  const size = optionalInteger(input, 'MaxItems', { min: 1, max: MAX_PAGE }) ?? DEFAULT_PAGE;
  const { items, next } = offsetPage(all, offset, size);
  return { items, IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) };
};
