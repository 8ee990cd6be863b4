import { isKnownCall, typeOfArgument, valueType, wrongType } from './argument-types.ts';
import { type Argument, isPath, type Node } from './nodes.ts';
import { type ParsedChange, parseUpdate } from './parse-update.ts';
import { ExpressionError, type Piece } from './reader.ts';
import { type AttributeValue, Findings, reportCollisions, resolvedPath, type Scope, undefinedValue } from './scope.ts';

/** One change. `remove` has no value; `attrType` is the value's type if it does not depend on the item. */
export interface UpdateChange {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: Piece[];
  readonly val?: Argument;
  readonly attrType?: string | undefined;
}

/** A checked update expression. */
export interface Update {
  readonly sections: UpdateChange[];
  readonly paths: Piece[][];
  readonly nestedPaths: Record<string, true>;
}

type Kind =
  | 'reserved'
  | 'unknown function'
  | 'section'
  | 'undefined name'
  | 'undefined value'
  | 'overlap'
  | 'conflict'
  | 'operand'
  | 'type';

const ORDER: readonly Kind[] = [
  'reserved',
  'unknown function',
  'section',
  'undefined name',
  'undefined value',
  'overlap',
  'conflict',
  'operand',
  'type',
];

const FUNCTIONS: Readonly<Record<string, number>> = { if_not_exists: 2, list_append: 2 };

/** AWS's names of the types. ADD and DELETE accept no value of these types, except that ADD accepts a number. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

class UpdateCheck {
  readonly findings = new Findings<Kind>();
  readonly nestedPaths: Record<string, true> = Object.create(null);
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  change({ section, path: pieces, value }: ParsedChange): UpdateChange {
    const path = this.#path(pieces);
    if (!value) return { type: 'remove', path };
    const val = this.#resolved(value);
    if (section === 'SET') return { type: 'set', path, val, attrType: typeOfArgument(val) };
    const attrType = valueType(val);
    const word = attrType === undefined ? undefined : TYPE_WORDS[attrType];
    if (word && !(section === 'ADD' && attrType === 'N'))
      this.findings.add(
        'operand',
        `Incorrect operand type for operator or function; operator: ${section}, operand type: ${word}`,
      );
    return { type: section === 'ADD' ? 'add' : 'delete', path, val, attrType };
  }

  #resolved(node: Node): Argument {
    if (node.kind === 'path') return this.#path(node.path);
    if (node.kind === 'value') return this.#value(node.placeholder);
    const args = node.args.map((each) => this.#resolved(each));
    if (node.kind === 'call')
      return { type: 'function', name: node.name, args, attrType: this.#checkFunction(node.name, args) };
    this.#refuseOtherTypes(node.type, args, 'N');
    return { type: node.type === '+' ? 'add' : 'subtract', args, attrType: 'N' };
  }

  #path(pieces: readonly Piece[]): Piece[] {
    const path = resolvedPath(pieces, this.#scope, {
      reserved: (message) => this.findings.add('reserved', message),
      undefined: (message) => this.findings.add('undefined name', message),
    });
    if (path.length > 1) this.nestedPaths[String(path[0])] = true;
    return path;
  }

  #value(placeholder: string): AttributeValue | undefined {
    const value = this.#scope.value(placeholder);
    if (value === undefined) this.findings.add('undefined value', undefinedValue(placeholder));
    return value;
  }

  /** Returns the type of the function's result. */
  #checkFunction(name: string, args: readonly Argument[]): string | undefined {
    const isKnown = isKnownCall({ name, args }, FUNCTIONS, {
      unknown: (message) => this.findings.add('unknown function', message),
      count: (message) => this.findings.add('type', message),
    });
    if (!isKnown) return undefined;
    if (name === 'list_append') {
      this.#refuseOtherTypes(name, args, 'L');
      return 'L';
    }
    const [path, otherwise] = args;
    if (path && !isPath(path))
      this.findings.add('type', `Operator or function requires a document path; operator or function: ${name}`);
    return typeOfArgument(otherwise);
  }

  #refuseOtherTypes(operator: string, args: readonly Argument[], wanted: string): void {
    const other = args.map(valueType).find((type) => type !== undefined && type !== wanted);
    if (other) this.findings.add('type', wrongType(operator, other));
  }
}

const lastIndexOf = ({ path }: UpdateChange): number => {
  const last = path.at(-1);
  return typeof last === 'number' ? last : -1;
};

/**
 * The changes in the order of their execution. All paths refer to the item before the update. So removals are last, and
 * go from the end of a list to its start; elements that are appended to a list are appended in the order of their
 * indexes.
 */
const inOrder = (changes: readonly UpdateChange[]): UpdateChange[] => {
  const isRemoval = ({ type }: UpdateChange) => type === 'remove';
  return [
    ...changes.filter((change) => !isRemoval(change)).sort((a, b) => lastIndexOf(a) - lastIndexOf(b)),
    ...changes.filter(isRemoval).sort((a, b) => lastIndexOf(b) - lastIndexOf(a)),
  ];
};

/** Parses and checks an update expression. Throws ExpressionError with AWS's message for the first error. */
export const checkedUpdate = (expression: string, scope: Scope): Update => {
  const { changes, repeated } = parseUpdate(expression);
  const check = new UpdateCheck(scope);
  const sections = changes.map((change) => check.change(change));
  const paths = sections.map(({ path }) => path);
  if (repeated)
    check.findings.add('section', `The "${repeated}" section can only be used once in an update expression;`);
  reportCollisions(paths, (kind, message) => check.findings.add(kind, message));
  const error = check.findings.first(ORDER);
  if (error) throw new ExpressionError(error);
  return { sections: inOrder(sections), paths, nestedPaths: check.nestedPaths };
};
