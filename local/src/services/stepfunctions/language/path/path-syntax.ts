import type { Json } from '../json.ts';

/** A parsed JSONPath. `steps` are applied in order to the value of `root`. */
export interface Path {
  readonly text: string;
  readonly root: PathRoot;
  readonly steps: readonly PathStep[];
  /** Whether the path has at most one value; an indefinite path returns an array of all matches. */
  readonly definite: boolean;
}

export type PathRoot =
  | { readonly kind: 'input' | 'context' | 'item' }
  | { readonly kind: 'variable'; readonly name: string };

export type PathStep =
  | { readonly kind: 'property'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  /** `..`: applies the next step to the value and to everything inside it. */
  | { readonly kind: 'scan' }
  | { readonly kind: 'filter'; readonly test: FilterTest; readonly text: string }
  | { readonly kind: 'function'; readonly name: string; readonly parameters: readonly PathParameter[] };

/** A parameter of a function such as `$.sum($.a, 1)`. */
export type PathParameter =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'literal'; readonly value: Json };

/** The expression inside `[?( … )]`. */
export type FilterTest =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly FilterTest[] }
  | { readonly kind: 'not'; readonly test: FilterTest }
  | { readonly kind: 'exists'; readonly path: Path }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: FilterOperand;
      readonly right: FilterOperand;
    };

export type FilterOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

/** Thrown for a text that is not a JSONPath; the message contains the position of the error. */
export class PathSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PathSyntaxError';
  }
}

/** The text of a step in messages: `['a']`, `[0]`, `[*]`. */
export function stepText(step: PathStep): string {
  switch (step.kind) {
    case 'property':
      return `[${step.names.map((name) => `'${name}'`).join(',')}]`;
    case 'index':
      return `[${step.indexes.join(',')}]`;
    case 'slice':
      return `[${step.from ?? ''}:${step.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'scan':
      return '..';
    case 'filter':
      return '[?]';
    case 'function':
      return `.${step.name}(${step.parameters.length > 0 ? '...' : ''})`;
  }
}
