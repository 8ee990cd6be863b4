import { validationError } from '../../../core/aws/aws-error.ts';
import { ChangeParser, returningClause } from './parse-update.ts';
import { type ParameterOf, ValueParser } from './parse-value.ts';
import { WhereParser } from './parse-where.ts';
import { errorAt, malformed } from './statement-error.ts';
import type { Condition, Order, Path, Select, Statement } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

/** A recursive descent parser. Its time is proportional to the length of the statement. */
class StatementParser {
  readonly #reader: TokenReader;
  readonly #values: ValueParser;

  constructor(statement: string, parameterOf: ParameterOf) {
    this.#reader = new TokenReader(statement);
    this.#values = new ValueParser(this.#reader, parameterOf);
  }

  statement(): Statement {
    const statement = this.#any();
    this.#reader.expectEnd();
    return statement;
  }

  #any(): Statement {
    const reader = this.#reader;
    if (reader.takesWord('SELECT')) return this.#select();
    if (reader.takesWord('INSERT')) return this.#insert();
    if (reader.takesWord('UPDATE')) return this.#update();
    if (reader.takesWord('FROM')) return this.#updateFrom();
    if (reader.takesWord('DELETE')) return this.#delete();
    if (reader.isAtWord('EXISTS') && reader.isAtSymbol('(', 1)) return this.#exists();
    throw malformed('Expected data manipulation');
  }

  #select(): Select {
    const reader = this.#reader;
    const projection = reader.takesSymbol('*') ? undefined : reader.list(() => this.#selected());
    reader.expectWord('FROM');
    const { table, index } = this.#source();
    this.#refuseAlias(['WHERE', 'ORDER']);
    const where = this.#where();
    return {
      kind: 'select',
      table,
      ...(index !== undefined && { index }),
      ...(projection && { projection }),
      ...where,
      orderBy: this.#orderBy(),
    };
  }

  #selected(): Path {
    const token = this.#reader.next;
    if (token.kind === 'word' && this.#reader.isAtSymbol('(', 1)) throw errorAt('Unexpected path component', token);
    return this.#reader.path();
  }

  #orderBy(): Order[] {
    const reader = this.#reader;
    if (!reader.takesWord('ORDER')) return [];
    reader.expectWord('BY');
    return reader.list(() => {
      const name = reader.name();
      const isDescending = reader.takesWord('DESC');
      if (!isDescending) reader.takesWord('ASC');
      return { name, isDescending };
    });
  }

  #insert(): Statement {
    this.#reader.expectWord('INTO');
    const { table, index } = this.#source();
    if (index !== undefined) throw validationError('FROM clause may only contain a single table name');
    if (!this.#reader.takesWord('VALUE')) throw malformed('Unexpected token after expression');
    const item = this.#values.item();
    if (!item) throw malformed('Expected a tuple in VALUE');
    if (this.#reader.isAtWord('RETURNING')) throw validationError('RETURNING is not supported in INSERT');
    return { kind: 'insert', table, item };
  }

  #update(): Statement {
    const table = this.#changedTable();
    this.#refuseAlias(['SET', 'REMOVE', 'WHERE']);
    const changes = new ChangeParser(this.#reader, this.#values).changes();
    if (changes.length === 0) throw malformed('Expected data manipulation');
    const where = this.#where();
    return { kind: 'update', table, changes, ...where, ...this.#returning() };
  }

  /** `FROM table WHERE … SET …`: an UPDATE with its WHERE clause before the changes. */
  #updateFrom(): Statement {
    const table = this.#changedTable();
    this.#refuseAlias(['SET', 'REMOVE', 'WHERE']);
    const where = this.#where();
    const changes = new ChangeParser(this.#reader, this.#values).changes();
    if (changes.length === 0) throw malformed('Expected data manipulation');
    return { kind: 'update', table, changes, ...where, ...this.#returning() };
  }

  #delete(): Statement {
    this.#reader.expectWord('FROM');
    const table = this.#changedTable();
    this.#refuseAlias(['WHERE', 'RETURNING']);
    const where = this.#where();
    const { returning } = this.#returning();
    if (returning !== undefined && returning !== 'ALL_OLD')
      throw validationError(
        `Invalid returning clause: RETURNING ${returning.replace('UPDATED', 'MODIFIED').replace('_', ' ')} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
      );
    return { kind: 'delete', table, ...where, ...(returning !== undefined && { returning }) };
  }

  /** Reads the name of a table, with the name of an index if there is one. */
  #source(): { readonly table: string; readonly index?: string } {
    const [table = '', index, ...others] = this.#reader.dotted();
    if (table === '' || index === '') throw validationError('Path component cannot be an empty string');
    if (others.length > 0) throw validationError('A path may contain at most 2 components in the FROM clause');
    return { table, ...(index !== undefined && { index }) };
  }

  /** Reads the name of the table that an UPDATE or DELETE changes. */
  #changedTable(): string {
    const { table, index } = this.#source();
    if (index !== undefined) throw validationError('This operation is not supported on an index');
    return table;
  }

  #exists(): Statement {
    this.#reader.expectWord('EXISTS');
    this.#reader.expectSymbol('(');
    this.#reader.expectWord('SELECT');
    const select = this.#select();
    this.#reader.expectSymbol(')');
    return { kind: 'exists', select };
  }

  #where(): { readonly where?: Condition } {
    if (!this.#reader.takesWord('WHERE')) return {};
    return { where: new WhereParser(this.#reader, this.#values).condition() };
  }

  #returning(): { readonly returning?: string } {
    const returning = returningClause(this.#reader);
    return returning === undefined ? {} : { returning };
  }

  /** Refuses a name after the table's name unless it is one of these keywords. */
  #refuseAlias(keywords: readonly string[]): void {
    const { kind } = this.#reader.next;
    if (kind === 'quoted' || (kind === 'word' && !keywords.some((word) => this.#reader.isAtWord(word))))
      throw validationError('Aliasing is not supported');
  }
}

/**
 * Parses a PartiQL statement of DynamoDB. Throws ValidationException with AWS's message for a syntax error; some
 * details after "can't be processed" are the runtime's own.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.statements.html
 */
export const parseStatement = (statement: string, parameterOf: ParameterOf): Statement =>
  new StatementParser(statement, parameterOf).statement();
