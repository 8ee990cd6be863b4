import type { Kernel } from '../../../core/kernel.ts';
import type { Layer, LayerVersion, LayerVersionReference } from './layer.ts';

/** All layers; they are kept in memory. Each change is stored before its call is answered. */
export class Layers {
  readonly #kernel: Kernel;
  readonly #byName = new Map<string, Layer>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.define(
      'CREATE TABLE IF NOT EXISTS lambda_layers (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID',
    );
    this.#load();
    kernel.store.onReverted(() => this.#load());
  }

  /** In the order of their names. Layers without a version are left out, as on AWS. */
  all(): readonly Layer[] {
    return [...this.#byName.values()]
      .filter(({ versions }) => versions.length > 0)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Oldest version first. */
  versionsOf(name: string): readonly LayerVersion[] {
    return this.#byName.get(name)?.versions ?? [];
  }

  find({ name, version }: LayerVersionReference): LayerVersion | undefined {
    return this.versionsOf(name).find((each) => each.version === version);
  }

  /** Adds a version with the next number. Resolves with the number once the version is stored. */
  async publish(name: string, content: Omit<LayerVersion, 'version' | 'policy'>): Promise<number> {
    const { nextVersion } = await this.#change(name, (current) => {
      const version = { ...content, version: current.nextVersion, policy: undefined };
      return { name, versions: [...current.versions, version], nextVersion: current.nextVersion + 1 };
    });
    return nextVersion - 1;
  }

  /** Changes a version; an unknown one is ignored. */
  async update(
    { name, version }: LayerVersionReference,
    change: (current: LayerVersion) => LayerVersion,
  ): Promise<void> {
    await this.#change(name, (current) => ({
      ...current,
      versions: current.versions.map((each) => (each.version === version ? change(each) : each)),
    }));
  }

  async remove({ name, version }: LayerVersionReference): Promise<void> {
    await this.#change(name, (current) => ({
      ...current,
      versions: current.versions.filter((each) => each.version !== version),
    }));
  }

  #change(name: string, change: (current: Layer) => Layer): Promise<Layer> {
    return this.#kernel.store.write(() => {
      const next = change(this.#byName.get(name) ?? { name, versions: [], nextVersion: 1 });
      this.#kernel.store
        .prepare('INSERT OR REPLACE INTO lambda_layers (name, definition) VALUES (?, ?)')
        .run(name, JSON.stringify(next));
      this.#byName.set(name, next);
      return next;
    });
  }

  #load(): void {
    this.#byName.clear();
    for (const row of this.#kernel.store.prepare('SELECT name, definition FROM lambda_layers').all())
      this.#byName.set(String(row.name), JSON.parse(String(row.definition)) as Layer);
  }
}
