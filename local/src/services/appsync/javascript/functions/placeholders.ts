import { typed } from './typed-values.ts';

/** An expression of a DynamoDB request with its placeholders. */
export interface Expression {
  readonly expression: string;
  readonly expressionNames: { readonly [name: string]: string };
  readonly expressionValues: { readonly [name: string]: unknown };
}

/** The placeholders of one request. The same attribute always has the same placeholder; each value has its own. */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** The next number after each wanted name. */
  readonly #next = new Map<string, number>();

  /** An empty expression, whose parts are added with the returned functions. */
  begin(): Part {
    return new Part(this);
  }

  nameOf(attribute: string): string {
    const known = this.#names.get(attribute);
    if (known !== undefined) return known;
    const name = this.free(`#${written(attribute)}`);
    this.#names.set(attribute, name);
    return name;
  }

  /** `wanted`, or with a number after it if another placeholder has this name. */
  free(wanted: string): string {
    let name = wanted;
    let count = this.#next.get(wanted) ?? 1;
    for (; this.#taken.has(name); count += 1) name = `${wanted}_${count}`;
    this.#next.set(wanted, count);
    this.#taken.add(name);
    return name;
  }
}

/** Letters, digits and underscores, of which the name of a placeholder consists. */
const written = (attribute: string): string => attribute.replaceAll(/\W/g, '_');

/** The placeholders that one expression of the request uses. */
export class Part {
  readonly #placeholders: Placeholders;
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, unknown> = {};

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders;
  }

  /** The placeholder of a path of attributes, for example `#address.#city`. */
  path(attributes: readonly string[]): string {
    return attributes.map((attribute) => this.#name(attribute)).join('.');
  }

  #name(attribute: string): string {
    const name = this.#placeholders.nameOf(attribute);
    this.#names[name] = attribute;
    return name;
  }

  /** The placeholder of a value that `use` compares or assigns to an attribute. */
  value(attributes: readonly string[], use: string, value: unknown): string {
    const wanted = `:${written(attributes.join('_'))}_${use}`;
    const name = this.#placeholders.free(wanted);
    this.#values[name] = typed(value);
    return name;
  }

  expression(expression: string): Expression {
    return { expression, expressionNames: this.#names, expressionValues: this.#values };
  }
}
