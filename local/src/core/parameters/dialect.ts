import type { AwsError } from '../aws/aws-error.ts';

/** The type that a reader expects. */
export type Wanted =
  | 'boolean'
  | 'integer'
  | 'list'
  | 'list of strings'
  | 'list of structures'
  | 'map'
  | 'number'
  | 'string'
  | 'structure'
  | 'timestamp';

/** A parameter of a wrong type. */
export interface TypeFault {
  readonly name: string;
  readonly value: unknown;
  readonly wanted: Wanted;
  /** The first item of a wrong type; set if the value is a list. */
  readonly item?: { readonly value: unknown; readonly wanted: Wanted };
}

/**
 * Describes how one service reads its parameters and words its errors. A requirement is the text after "must" in AWS's
 * messages, e.g. `have length less than or equal to 64`.
 */
export interface Dialect {
  /**
   * The types in which values arrive. `json`: typed. `template`: typed or as text, because CloudFormation templates
   * allow both. `form`: only as text; any other value counts as missing, and an empty text can also be an empty list or
   * map.
   */
  readonly values: 'json' | 'template' | 'form';
  /** Meaning of an empty text for a required parameter. */
  readonly emptyText: 'allowed' | 'missing' | 'too short';
  /** Tells whether a number is an integer; default: `Number.isInteger`. */
  readonly isInteger?: (value: number) => boolean;
  /** Makes the error for a value that violates a requirement. */
  readonly broken: (name: string, value: unknown, requirement: string) => AwsError;
  /** Makes the error for a missing required parameter; default: `broken` with `not be null`. */
  readonly missing?: (name: string) => AwsError;
  /** Requirement for each type; default: `be a string`, `be a structure` and so on. */
  readonly types?: Partial<Record<Wanted, string>>;
  /** Makes the error for a wrong type; default: `broken` with the requirement of the type. */
  readonly wrongType?: (fault: TypeFault) => AwsError;
}

const TYPES: Readonly<Record<Wanted, string>> = {
  boolean: 'be a boolean',
  integer: 'be an integer',
  list: 'be a list',
  'list of strings': 'be a list of strings',
  'list of structures': 'be a list of structures',
  map: 'be a map',
  number: 'be a number',
  string: 'be a string',
  structure: 'be a structure',
  timestamp: 'be a timestamp',
};

export const missingError = ({ broken, missing }: Dialect, name: string): AwsError =>
  missing?.(name) ?? broken(name, undefined, 'not be null');

export const typeError = ({ broken, types, wrongType }: Dialect, fault: TypeFault): AwsError =>
  wrongType?.(fault) ?? broken(fault.name, fault.value, types?.[fault.wanted] ?? TYPES[fault.wanted]);
