import type { AwsError } from '../aws/aws-error.ts';

/** What a reader expects a parameter to be. */
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

/** A parameter that has another type than it must have. */
export interface TypeFault {
  readonly name: string;
  readonly value: unknown;
  readonly wanted: Wanted;
  /** The first item of a list that has the wrong type, when the list itself is one. */
  readonly item?: { readonly value: unknown; readonly wanted: Wanted };
}

/**
 * How one service reads and names its parameters. A requirement is what follows "must" in AWS's sentences, e.g.
 * `have length less than or equal to 64`.
 */
export interface Dialect {
  /**
   * How values arrive: typed (`json`), typed or as text because CloudFormation templates write either (`template`), or
   * only as text (`form`, where any other value counts as missing, and an empty text is also an empty list or map).
   */
  readonly values: 'json' | 'template' | 'form';
  /** What an empty text is to a required parameter. */
  readonly emptyText: 'allowed' | 'missing' | 'too short';
  /** Which numbers are integers; default: `Number.isInteger`. */
  readonly isInteger?: (value: number) => boolean;
  /** The error of a value that breaks a requirement. */
  readonly broken: (name: string, value: unknown, requirement: string) => AwsError;
  /** The error of a required parameter that is missing; default: it must `not be null`. */
  readonly missing?: (name: string) => AwsError;
  /** The requirements of types; default: `be a string`, `be a structure` and so on. */
  readonly types?: Partial<Record<Wanted, string>>;
  /** The error of a wrong type; default: the requirement of the type is broken. */
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
