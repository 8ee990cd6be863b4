import { type PolicyKind, PolicySyntaxError, parsePolicy } from '../../core/policy/document.ts';
import { malformedPolicy, validationFailed } from './errors.ts';

type Input = { readonly [name: string]: unknown };

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const lowerFirst = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);

/** A parameter that must be there. Throws ValidationError. */
export const required = (input: Input, name: string): string => {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw validationFailed(
    `1 validation error detected: Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  );
};

export const optional = (input: Input, name: string): string | undefined => {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
};

const NAME = /^[\w+=,.@-]+$/;

/** A name of a role (64 characters) or policy (128). Throws ValidationError. */
export const entityName = (input: Input, name: string, maxLength: number): string => {
  const value = required(input, name);
  if (!NAME.test(value))
    throw validationFailed(
      `The specified value for ${lowerFirst(name)} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  if (value.length > maxLength)
    throw validationFailed(
      `1 validation error detected: Value '${value}' at '${lowerFirst(name)}' failed to satisfy constraint: Member must have length less than or equal to ${maxLength}`,
    );
  return value;
};

const PATH = /^\/([\x21-\x7e]+\/)?$/;

/** `/` or `/…/`. Throws ValidationError. */
export const entityPath = (input: Input): string => {
  const path = optional(input, 'Path') ?? '/';
  if (PATH.test(path)) return path;
  throw validationFailed(
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
};

/** A policy document that parses. Throws MalformedPolicyDocument. */
export const policyDocument = (input: Input, name: string, kind: PolicyKind): string => {
  const text = required(input, name);
  try {
    parsePolicy(text, kind);
    return text;
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformedPolicy(error.message);
    throw error;
  }
};

/** Documents are percent-encoded (RFC 3986) in answers. */
export const encodedDocument = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);

export const tagsOf = (input: Input): Tag[] => {
  const { Tags } = input;
  if (!Array.isArray(Tags)) return [];
  return Tags.map((tag: Input) => ({ Key: String(tag.Key), Value: String(tag.Value ?? '') }));
};

const DEFAULT_PAGE = 100;

/** One page of `items`, with AWS's IsTruncated and Marker. */
export const page = <T>(input: Input, items: readonly T[]): { items: T[]; IsTruncated: boolean; Marker?: string } => {
  const start = Number(optional(input, 'Marker') ?? 0);
  const size = Number(input.MaxItems ?? DEFAULT_PAGE);
  const end = start + size;
  const rest = end < items.length;
  return { items: items.slice(start, end), IsTruncated: rest, ...(rest ? { Marker: String(end) } : {}) };
};
