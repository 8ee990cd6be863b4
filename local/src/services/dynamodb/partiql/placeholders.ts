import type { AttributeValue } from '../expressions/scope.ts';
import { BOOLEAN_FUNCTIONS } from './parse-where.ts';
import type { Comparison, Condition, Operand, Path } from './syntax.ts';

/**
 * Writes conditions, paths and values as expressions of the other operations, with a placeholder for each name and
 * value. One object collects the placeholders of one request.
 */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, AttributeValue> = {};
  #count = 0;

  /** ExpressionAttributeNames and ExpressionAttributeValues of the request. */
  members(): object {
    return {
      ...(this.#names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          [...this.#names].map(([name, placeholder]) => [placeholder, name]),
        ),
      }),
      ...(this.#count > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }

  name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const placeholder = `#n${this.#names.size}`;
    this.#names.set(name, placeholder);
    return placeholder;
  }

  path(path: Path): string {
    const pieces = path.map((piece) => (typeof piece === 'number' ? `[${piece}]` : `.${this.name(piece)}`));
    return pieces.join('').slice(1);
  }

  value(value: AttributeValue): string {
    const placeholder = `:v${this.#count}`;
    this.#count += 1;
    this.#values[placeholder] = value;
    return placeholder;
  }

  operand(operand: Operand): string {
    if (operand.kind === 'path') return this.path(operand.path);
    if (operand.kind === 'value') return this.value(operand.value);
    return `${operand.name}(${operand.args.map((each) => this.operand(each)).join(', ')})`;
  }

  condition(condition: Condition): string {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return condition.parts.map((part) => this.part(part)).join(` ${condition.kind.toUpperCase()} `);
      case 'not':
        return `NOT ${this.part(condition.part)}`;
      case 'compare':
        return this.#comparison(condition);
      case 'between':
        return `${this.operand(condition.value)} BETWEEN ${this.operand(condition.low)} AND ${this.operand(condition.high)}`;
      case 'in':
        return `${this.operand(condition.value)} IN (${condition.choices.map((each) => this.operand(each)).join(', ')})`;
      case 'is':
        return this.#typeTest(this.operand(condition.value), condition.type);
      default:
        return this.operand(condition);
    }
  }

  /** A condition as a part of another one: a combination is in parentheses. */
  part(condition: Condition): string {
    const text = this.condition(condition);
    return condition.kind === 'and' || condition.kind === 'or' ? `(${text})` : text;
  }

  #typeTest(path: string, type: string): string {
    return type === 'MISSING' ? `attribute_not_exists(${path})` : `attribute_type(${path}, ${this.value({ S: type })})`;
  }

  /** A comparison of a condition function with true or false is the function or its negation. */
  #comparison({ operator, left, right }: Comparison): string {
    const isTest = left.kind === 'call' && BOOLEAN_FUNCTIONS.has(left.name);
    const wanted = right.kind === 'value' ? right.value.BOOL : undefined;
    if (!isTest || typeof wanted !== 'boolean' || (operator !== '=' && operator !== '<>'))
      return `${this.operand(left)} ${operator} ${this.operand(right)}`;
    return (operator === '=') === wanted ? this.operand(left) : `NOT ${this.operand(left)}`;
  }
}
