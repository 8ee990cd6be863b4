import { typeOf } from '../expressions/scope.ts';
import type { ValueParser } from './parse-value.ts';
import { errorAt, malformed } from './statement-error.ts';
import type { Change, Operand, Path, SetValue } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

const SET_TYPES = new Set(['SS', 'NS', 'BS']);

const SET_FUNCTIONS: Readonly<Record<string, 'add' | 'delete'>> = { set_add: 'add', set_delete: 'delete' };

const isSamePath = (first: Operand | undefined, second: Path): boolean =>
  first?.kind === 'path' && JSON.stringify(first.path) === JSON.stringify(second);

/**
 * Reads the SET and REMOVE clauses of an UPDATE.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html
 */
export class ChangeParser {
  readonly #reader: TokenReader;
  readonly #values: ValueParser;

  constructor(reader: TokenReader, values: ValueParser) {
    this.#reader = reader;
    this.#values = values;
  }

  changes(): Change[] {
    const changes: Change[] = [];
    for (;;) {
      if (this.#reader.takesWord('SET')) changes.push(...this.#reader.list(() => this.#assignment()));
      else if (this.#reader.takesWord('REMOVE')) changes.push(...this.#reader.list(() => this.#removal()));
      else return changes;
    }
  }

  #removal(): Change {
    return { kind: 'remove', path: this.#reader.path() };
  }

  #assignment(): Change {
    const path = this.#reader.path();
    this.#reader.expectSymbol('=');
    const token = this.#reader.next;
    const isCall = token.kind === 'word' && this.#reader.isAtSymbol('(', 1);
    const section = isCall ? SET_FUNCTIONS[token.text.toLowerCase()] : undefined;
    if (section !== undefined) return this.#setChange(section, path, this.#reader.take());
    return { kind: 'set', path, value: this.#sum() };
  }

  #setChange(kind: 'add' | 'delete', path: Path, token: Token): Change {
    const name = token.text.toUpperCase();
    const [first, second, ...others] = this.#arguments();
    if (!first || !second || others.length > 0) throw errorAt(`${name} must have exactly two arguments`, token);
    if (!isSamePath(first, path)) throw errorAt(`The first argument to ${name} must equal the assignment value`, token);
    const value = second.kind === 'value' ? second.value : undefined;
    if (!value || !SET_TYPES.has(typeOf(value) ?? ''))
      throw errorAt(
        `The second argument to ${name} must be a value with type SET`,
        first.kind === 'path' ? first.token : token,
      );
    return { kind, path, value };
  }

  #sum(): SetValue {
    const left = this.#operand();
    const operator = ['+', '-'].find((symbol) => this.#reader.takesSymbol(symbol));
    return operator === undefined ? left : { kind: 'sum', operator, left, right: this.#operand() };
  }

  #operand(): Operand {
    if (this.#values.isAtValue()) return { kind: 'value', value: this.#values.value() };
    const token = this.#reader.next;
    if (token.kind !== 'word' || !this.#reader.isAtSymbol('(', 1))
      return { kind: 'path', path: this.#reader.path(), token };
    const name = token.text.toLowerCase();
    if (name !== 'list_append') throw errorAt(`Unrecognized function: ${name}`, token);
    this.#reader.take();
    return { kind: 'call', name, args: this.#arguments(), token };
  }

  #arguments(): Operand[] {
    this.#reader.expectSymbol('(');
    return this.#reader.listUntil(')', () => this.#reader.nested(() => this.#operand()));
  }
}

/** Reads a RETURNING clause; returns the value of ReturnValues that stands for it. */
export const returningClause = (reader: TokenReader): string | undefined => {
  if (!reader.takesWord('RETURNING')) return undefined;
  const which = ['ALL', 'MODIFIED'].find((word) => reader.takesWord(word));
  const when = ['OLD', 'NEW'].find((word) => reader.takesWord(word));
  if (!which || !when) throw malformed('Expected ALL or MODIFIED, and OLD or NEW, after RETURNING');
  reader.expectSymbol('*');
  return `${which === 'ALL' ? 'ALL' : 'UPDATED'}_${when}`;
};
