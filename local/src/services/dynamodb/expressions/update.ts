import { type Argument, isPath, isResolved, type Node } from './nodes.ts';
import { type ParsedChange, parseUpdate } from './parse-update.ts';
import { ExpressionError, type Piece } from './reader.ts';
import {
  type AttributeValue,
  Findings,
  reportCollisions,
  resolvedPath,
  type Scope,
  typeOf,
  undefinedValue,
} from './scope.ts';

/** One change, in the form that dynalite applies. */
interface Change {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: Piece[];
  readonly val?: Argument;
  readonly attrType?: string | undefined;
}

/** A checked update expression. */
export interface Update {
  readonly sections: Change[];
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

  change({ section, path: pieces, value }: ParsedChange): Change {
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
    const operands = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (operands === undefined) {
      this.findings.add('unknown function', `Invalid function name; function: ${name}`);
      return undefined;
    }
    if (operands !== args.length) {
      this.findings.add(
        'type',
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${args.length}`,
      );
      return undefined;
    }
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
    if (other)
      this.findings.add(
        'type',
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${other}`,
      );
  }
}

const valueType = (argument: Argument): string | undefined =>
  argument === undefined || isPath(argument) || isResolved(argument) ? undefined : typeOf(argument);

const typeOfArgument = (argument: Argument): string | undefined =>
  isResolved(argument) ? argument.attrType : valueType(argument);

/**
 * The changes in the order of their execution. Removals are last, and the removals from a list go from its end to its
 * start, because all paths refer to the item before the update.
 */
const inOrder = (changes: readonly Change[]): Change[] => {
  const removals = changes.filter(({ type }) => type === 'remove');
  const index = ({ path }: Change) => Number(path.at(-1));
  return [
    ...changes.filter(({ type }) => type !== 'remove'),
    ...removals.filter(({ path }) => typeof path.at(-1) !== 'number'),
    ...removals.filter(({ path }) => typeof path.at(-1) === 'number').sort((a, b) => index(b) - index(a)),
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
