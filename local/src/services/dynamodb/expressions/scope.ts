import type { Piece } from './reader.ts';
import { isReserved } from './reserved-words.ts';

export type AttributeValue = Readonly<Record<string, unknown>>;

/** The placeholders of a request. `used` collects those that occur in its expressions. */
export class Scope {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  constructor(names: Readonly<Record<string, string>> = {}, values: Readonly<Record<string, AttributeValue>> = {}) {
    this.#names = names;
    this.#values = values;
  }

  name(placeholder: string): string | undefined {
    this.#used.add(placeholder);
    return Object.hasOwn(this.#names, placeholder) ? this.#names[placeholder] : undefined;
  }

  value(placeholder: string): AttributeValue | undefined {
    this.#used.add(placeholder);
    return Object.hasOwn(this.#values, placeholder) ? this.#values[placeholder] : undefined;
  }

  unusedNames(): string[] {
    return Object.keys(this.#names).filter((name) => !this.#used.has(name));
  }

  unusedValues(): string[] {
    return Object.keys(this.#values).filter((value) => !this.#used.has(value));
  }
}

/** Collects the first error of each kind in an expression. AWS reports the kinds in a fixed order. */
export class Findings<Kind extends string> {
  readonly #found = new Map<Kind, string>();

  has(kind: Kind): boolean {
    return this.#found.has(kind);
  }

  add(kind: Kind, message: string): void {
    if (!this.#found.has(kind)) this.#found.set(kind, message);
  }

  /** The message for the first kind of `order` that was found; undefined if none was. */
  first(order: readonly Kind[]): string | undefined {
    const kind = order.find((each) => this.#found.has(each));
    return kind && this.#found.get(kind);
  }
}

/** AWS's message for a placeholder without a definition. */
const undefinedName = (name: string): string =>
  `An expression attribute name used in the document path is not defined; attribute name: ${name}`;
export const undefinedValue = (value: string): string =>
  `An expression attribute value used in expression is not defined; attribute value: ${value}`;

/** Replaces the placeholders of a path. Reports reserved words and undefined placeholders. */
export const resolvedPath = (
  path: readonly Piece[],
  scope: Scope,
  report: { readonly reserved: (message: string) => void; readonly undefined: (message: string) => void },
): Piece[] =>
  path.map((piece) => {
    if (typeof piece === 'number') return piece;
    if (!piece.startsWith('#')) {
      if (isReserved(piece)) report.reserved(`Attribute name is a reserved keyword; reserved keyword: ${piece}`);
      return piece;
    }
    const name = scope.name(piece);
    if (name === undefined) report.undefined(undefinedName(piece));
    return name ?? piece;
  });

const TYPES = ['S', 'N', 'B', 'NULL', 'BOOL', 'SS', 'NS', 'BS', 'L', 'M'] as const;

/** Type of an attribute value, e.g. `S`. */
export const typeOf = (value: AttributeValue): string | undefined =>
  TYPES.find((type) => value[type] !== undefined && value[type] !== null);

/** A path as AWS's messages show it: `[a, [0], b]`. */
export const pathText = (path: readonly Piece[]): string =>
  `[${path.map((piece) => (typeof piece === 'number' ? `[${piece}]` : piece)).join(', ')}]`;

/**
 * Reports two paths if one contains the other (`overlap`), or if they use the same attribute once as a list and once as
 * a map (`conflict`).
 */
export const reportCollisions = (
  paths: readonly (readonly Piece[])[],
  add: (kind: 'overlap' | 'conflict', message: string) => void,
): void => {
  for (const [index, second] of paths.entries())
    for (const first of paths.slice(0, index)) {
      const kind = collision(first, second);
      if (kind)
        add(
          kind,
          `Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${pathText(first)}, path two: ${pathText(second)}`,
        );
    }
};

const collision = (first: readonly Piece[], second: readonly Piece[]): 'overlap' | 'conflict' | undefined => {
  for (let at = 0; at < Math.min(first.length, second.length); at += 1) {
    if (typeof first[at] !== typeof second[at]) return 'conflict';
    if (first[at] !== second[at]) return undefined;
  }
  return 'overlap';
};
