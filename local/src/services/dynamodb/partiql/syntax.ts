import type { Piece } from '../expressions/reader.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import type { Token } from './tokens.ts';

export type Path = readonly Piece[];

interface PathOperand {
  readonly kind: 'path';
  readonly path: Path;
  readonly token: Token;
}

interface ValueOperand {
  readonly kind: 'value';
  readonly value: AttributeValue;
}

/** A function call; `name` is in lower case. */
export interface FunctionCall {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Operand[];
  readonly token: Token;
}

/** A path, a literal or parameter, or a function call. */
export type Operand = PathOperand | ValueOperand | FunctionCall;

/** A comparison. If one side is a path and the other is a value, the path is on the left. */
export interface Comparison {
  readonly kind: 'compare';
  readonly operator: string;
  readonly left: Operand;
  readonly right: Operand;
}

interface Between {
  readonly kind: 'between';
  readonly value: Operand;
  readonly low: Operand;
  readonly high: Operand;
}

interface Choice {
  readonly kind: 'in';
  readonly value: Operand;
  readonly choices: readonly Operand[];
}

/** `path IS type`; the type is an attribute type such as `S`, or `MISSING`. */
interface TypeTest {
  readonly kind: 'is';
  readonly value: Operand;
  readonly type: string;
}

interface Combination {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Condition[];
}

interface Negation {
  readonly kind: 'not';
  readonly part: Condition;
}

/** A condition of a WHERE clause. */
export type Condition = Combination | Negation | Comparison | Between | Choice | TypeTest | FunctionCall;

/** An order of results: by the name of a key attribute. */
export interface Order {
  readonly name: string;
  readonly isDescending: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly table: string;
  readonly index?: string;
  /** The selected paths; undefined for `*`. */
  readonly projection?: readonly Path[];
  readonly where?: Condition;
  readonly orderBy: readonly Order[];
}

interface Insert {
  readonly kind: 'insert';
  readonly table: string;
  readonly item: Readonly<Record<string, AttributeValue>>;
}

/** The value of a SET clause: an operand, or the sum or difference of two. */
export type SetValue =
  | Operand
  | { readonly kind: 'sum'; readonly operator: string; readonly left: Operand; readonly right: Operand };

/** One change of an UPDATE. `add` and `delete` change the members of a set. */
export type Change =
  | { readonly kind: 'set'; readonly path: Path; readonly value: SetValue }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly value: AttributeValue };

interface Update {
  readonly kind: 'update';
  readonly table: string;
  readonly changes: readonly Change[];
  readonly where?: Condition;
  /** The value of ReturnValues that stands for the RETURNING clause. */
  readonly returning?: string;
}

interface Delete {
  readonly kind: 'delete';
  readonly table: string;
  readonly where?: Condition;
  readonly returning?: string;
}

/** `EXISTS(SELECT …)`: the condition check of a transaction. */
interface Exists {
  readonly kind: 'exists';
  readonly select: Select;
}

export type WriteStatement = Insert | Update | Delete;

export type Statement = Select | WriteStatement | Exists;
