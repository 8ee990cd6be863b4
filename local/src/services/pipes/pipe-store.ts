import type { Store } from '../../core/store/store.ts';
import { pipeNotFound } from './errors.ts';
import type { Pipe } from './pipe.ts';

/** All pipes. Methods that write must be called inside a transaction of the store. */
export class PipeStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define('CREATE TABLE IF NOT EXISTS pipes_pipes (name TEXT PRIMARY KEY, pipe TEXT NOT NULL) WITHOUT ROWID');
  }

  find(name: string): Pipe | undefined {
    const row = this.#store.prepare('SELECT pipe FROM pipes_pipes WHERE name = ?').get(name);
    return row && (JSON.parse(String(row.pipe)) as Pipe);
  }

  /** The pipe with this name. Throws NotFoundException. */
  get(name: string): Pipe {
    const pipe = this.find(name);
    if (!pipe) throw pipeNotFound(name);
    return pipe;
  }

  /** All pipes, sorted by name. */
  list(): readonly Pipe[] {
    return this.#store
      .prepare('SELECT pipe FROM pipes_pipes ORDER BY name')
      .all()
      .map(({ pipe }) => JSON.parse(String(pipe)) as Pipe);
  }

  put(pipe: Pipe): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO pipes_pipes (name, pipe) VALUES (?, ?)')
      .run(pipe.name, JSON.stringify(pipe));
  }

  delete(name: string): void {
    this.#store.prepare('DELETE FROM pipes_pipes WHERE name = ?').run(name);
  }
}
