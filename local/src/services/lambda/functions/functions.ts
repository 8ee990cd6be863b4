import type { Kernel } from '../../../core/kernel.ts';
import { functionNotFound } from '../errors.ts';
import type { LambdaFunction, Version } from './function.ts';
import { type FunctionReference, functionArn, readReference } from './function-name.ts';

/** A function and one of its versions, as the result of a reference. */
export interface Resolved {
  readonly function: LambdaFunction;
  readonly version: Version;
  readonly qualifier: string | undefined;
}

/** All functions; they are kept in memory. Each change is stored before its call is answered. */
export class Functions {
  readonly #kernel: Kernel;
  readonly #byName = new Map<string, LambdaFunction>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.define(
      'CREATE TABLE IF NOT EXISTS lambda_functions (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID',
    );
    this.#load();
    kernel.store.onReverted(() => this.#load());
  }

  all(): readonly LambdaFunction[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): LambdaFunction | undefined {
    return this.#byName.get(name);
  }

  /** Returns the function of the reference. Throws ResourceNotFoundException. */
  get(reference: FunctionReference): LambdaFunction {
    const found = this.#byName.get(reference.name);
    if (!found) throw functionNotFound(functionArn(this.#kernel.home, reference.name, reference.qualifier));
    return found;
  }

  /** The function and version of `reference`; $LATEST if there is no qualifier. Throws ResourceNotFoundException. */
  resolve(reference: string, qualifier?: string): Resolved {
    const read = readReference(reference, qualifier);
    const found = this.get(read);
    const version = versionOf(found, read.qualifier);
    if (!version) throw functionNotFound(functionArn(this.#kernel.home, read.name, read.qualifier));
    return { function: found, version, qualifier: read.qualifier };
  }

  /** Replaces the function with the result of `change`. Resolves with the new function once it is stored. */
  change(name: string, change: (current: LambdaFunction | undefined) => LambdaFunction): Promise<LambdaFunction> {
    return this.#kernel.store.write(() => {
      const next = change(this.#byName.get(name));
      this.#kernel.store
        .prepare('INSERT OR REPLACE INTO lambda_functions (name, definition) VALUES (?, ?)')
        .run(name, JSON.stringify(next));
      this.#byName.set(name, next);
      return next;
    });
  }

  /** Changes an existing function. Throws ResourceNotFoundException. */
  update(name: string, change: (current: LambdaFunction) => LambdaFunction): Promise<LambdaFunction> {
    return this.change(name, (current) => {
      if (!current) throw functionNotFound(functionArn(this.#kernel.home, name));
      return change(current);
    });
  }

  remove(name: string): Promise<void> {
    return this.#kernel.store.write(() => {
      this.#kernel.store.prepare('DELETE FROM lambda_functions WHERE name = ?').run(name);
      this.#byName.delete(name);
    });
  }

  #load(): void {
    this.#byName.clear();
    for (const row of this.#kernel.store.prepare('SELECT name, definition FROM lambda_functions').all())
      this.#byName.set(String(row.name), JSON.parse(String(row.definition)) as LambdaFunction);
  }
}

const versionOf = (found: LambdaFunction, qualifier: string | undefined): Version | undefined => {
  const alias = found.aliases.find(({ name }) => name === qualifier);
  const wanted = alias?.version ?? qualifier ?? '$LATEST';
  if (wanted === '$LATEST') return found.latest;
  return found.published.find(({ version }) => version === wanted);
};
