import { isKnownCall, typeOfArgument, valueType, wrongType } from './argument-types.ts';
import { type Argument, isPath, isResolved, type Node, type Resolved } from './nodes.ts';
import { parseCondition, REDUNDANT_PARENTHESES } from './parse-condition.ts';
import { ExpressionError, type Piece } from './reader.ts';
import { type AttributeValue, Findings, pathText, resolvedPath, type Scope, undefinedValue } from './scope.ts';

/** Number of operands of each function. */
const FUNCTIONS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

const ATTRIBUTE_TYPES = ['S', 'N', 'B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'NS', 'M'];
const MAX_CHOICES = 100;

/** A checked condition, in the form that dynalite evaluates. */
export interface Condition {
  readonly expression: Resolved;
  /** The first names of all paths that have more than one piece. */
  readonly nestedPaths: Record<string, true>;
  readonly pathHeads: Record<string, true>;
}

type Kind = 'unknown function' | 'misused function' | 'reserved' | 'condition';
type ConditionKind = 'undefined' | 'operands' | 'distinct' | 'type';

/** Compares two values; true if the first is greater. */
export type IsGreater = (first: AttributeValue, second: AttributeValue) => boolean;

/** Replaces the placeholders of one condition and collects its errors in the order in which they occur. */
class ConditionCheck {
  readonly findings = new Findings<Kind>();
  readonly nestedPaths: Record<string, true> = Object.create(null);
  readonly pathHeads: Record<string, true> = Object.create(null);
  readonly #scope: Scope;
  readonly #isGreater: IsGreater;
  #part = new Findings<ConditionKind>();

  constructor(scope: Scope, isGreater: IsGreater) {
    this.#scope = scope;
    this.#isGreater = isGreater;
  }

  condition(node: Node): Resolved {
    const resolved = this.#asCondition(node);
    if (resolved.name === 'size') this.#misused('size');
    return resolved;
  }

  #asCondition(node: Node): Resolved {
    if (node.kind === 'operation' && ['and', 'or', 'not'].includes(node.type))
      return { type: node.type, args: node.args.map((each) => this.condition(each)) };
    this.#part = new Findings();
    const resolved = node.kind === 'operation' ? this.#comparison(node.type, node.args) : this.#resolved(node);
    const error = this.#part.first(['undefined', 'operands', 'distinct', 'type']);
    if (error) this.findings.add('condition', error);
    return resolved as Resolved;
  }

  #comparison(type: string, nodes: readonly Node[]): Resolved {
    const args = this.#operands(nodes);
    if (type === 'between') this.#checkBetween(args);
    else if (type === 'in') this.#checkChoices(args);
    else {
      this.#checkDistinct(type, args);
      if (type !== '=' && type !== '<>') this.#checkOrdered(type, args);
    }
    return { type, args };
  }

  #resolved(node: Node): Argument {
    if (node.kind === 'path') return this.#path(node.path);
    if (node.kind === 'value') return this.#value(node.placeholder);
    if (node.kind === 'operation') return this.#comparison(node.type, node.args);
    const args = this.#operands(node.args);
    return { type: 'function', name: node.name, args, attrType: this.#checkFunction(node.name, args) };
  }

  #operands(nodes: readonly Node[]): Argument[] {
    const args = nodes.map((node) => this.#resolved(node));
    const misused = args.find((each) => isResolved(each) && each.name !== 'size');
    if (isResolved(misused)) this.#misused(misused.name ?? misused.type);
    return args;
  }

  #misused(name: string): void {
    this.findings.add(
      'misused function',
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  }

  #path(pieces: readonly Piece[]): Piece[] {
    const path = resolvedPath(pieces, this.#scope, {
      reserved: (message) => this.findings.add('reserved', message),
      undefined: (message) => this.#part.add('undefined', message),
    });
    const head = String(path[0]);
    if (path.length > 1) this.nestedPaths[head] = true;
    this.pathHeads[head] = true;
    return path;
  }

  #value(placeholder: string): AttributeValue | undefined {
    const value = this.#scope.value(placeholder);
    if (value === undefined) this.#part.add('undefined', undefinedValue(placeholder));
    return value;
  }

  /** Returns the type of the function's result. */
  #checkFunction(name: string, args: readonly Argument[]): string | undefined {
    const isKnown = isKnownCall({ name, args }, FUNCTIONS, {
      unknown: (message) => this.findings.add('unknown function', message),
      count: (message) => this.#part.add('operands', message),
    });
    if (!isKnown) return undefined;
    this.#checkDistinct(name, args);
    this.#checkFunctionTypes(name, args);
    return name === 'size' ? 'N' : 'BOOL';
  }

  #checkFunctionTypes(name: string, args: readonly Argument[]): void {
    const types = args.map(typeOfArgument);
    if (name === 'attribute_type') this.#checkTypeName(args[1], types[1]);
    const hasPrefix = (type: string | undefined) => type === 'S' || type === 'B';
    if (name === 'begins_with')
      this.#refuseTypes(
        name,
        types.filter((type) => type && !hasPrefix(type)),
      );
    const hasNoSize = (type: string | undefined) => type === 'N' || type === 'BOOL' || type === 'NULL';
    if (name === 'size') this.#refuseTypes(name, types.filter(hasNoSize));
    const needsPath = name === 'attribute_exists' || name === 'attribute_not_exists';
    if (needsPath && args[0] && !isPath(args[0]))
      this.#part.add('type', `Operator or function requires a document path; operator or function: ${name}`);
  }

  #checkTypeName(argument: Argument, type: string | undefined): void {
    const name = type === 'S' ? String((argument as AttributeValue).S) : '';
    if (type !== 'S') this.#refuseTypes('attribute_type', [type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}']);
    else if (!ATTRIBUTE_TYPES.includes(name))
      this.#part.add(
        'type',
        `Invalid attribute type name found; type: ${name}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
      );
  }

  /** Reports an operand without an order: only strings, numbers and binary values have one. */
  #checkOrdered(operator: string, args: readonly Argument[]): void {
    this.#refuseTypes(
      operator,
      args.map(typeOfArgument).filter((type) => type && !['S', 'N', 'B'].includes(type)),
    );
  }

  #refuseTypes(operator: string, [type]: readonly (string | undefined)[]): void {
    if (type === undefined) return;
    this.#part.add('type', wrongType(operator, type));
  }

  #checkDistinct(operator: string, [first, ...others]: readonly Argument[]): void {
    if (others.length !== 1 || !first || !isPath(first)) return;
    const [second] = others;
    if (!second || !isPath(second) || pathText(first) !== pathText(second)) return;
    this.#part.add(
      'distinct',
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(first)}`,
    );
  }

  #checkChoices([, ...choices]: readonly Argument[]): void {
    if (choices.length > MAX_CHOICES)
      this.#part.add(
        'operands',
        `The IN operator is provided with too many operands; number of operands: ${choices.length}`,
      );
  }

  #checkBetween(args: readonly Argument[]): void {
    this.#checkOrdered('BETWEEN', args);
    const [, low, high] = args;
    const types = [valueType(low), valueType(high)];
    if (!types[0] || !types[1]) return;
    const bounds = `lower bound operand: AttributeValue: ${boundText(low)}, upper bound operand: AttributeValue: ${boundText(high)}`;
    if (types[0] !== types[1])
      this.#part.add('type', `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
    else if (this.#isGreater(low as AttributeValue, high as AttributeValue))
      this.#part.add(
        'type',
        `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
      );
  }
}

const boundText = (argument: Argument): string => {
  const type = valueType(argument) ?? '';
  return `{${type}:${String((argument as AttributeValue)[type])}}`;
};

/**
 * Parses and checks a condition, filter or key condition expression. Throws ExpressionError with AWS's message for the
 * first error. AWS reports errors about parentheses first, then about functions, reserved words and operands.
 */
export const checkedCondition = (expression: string, scope: Scope, isGreater: IsGreater): Condition => {
  const { root, hasRedundantParentheses } = parseCondition(expression);
  const check = new ConditionCheck(scope, isGreater);
  const resolved = check.condition(root);
  if (hasRedundantParentheses) throw new ExpressionError(REDUNDANT_PARENTHESES);
  const error = check.findings.first(['unknown function', 'misused function', 'reserved', 'condition']);
  if (error) throw new ExpressionError(error);
  return { expression: resolved, nestedPaths: check.nestedPaths, pathHeads: check.pathHeads };
};
