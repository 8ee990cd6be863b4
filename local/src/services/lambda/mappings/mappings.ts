import type { Kernel } from '../../../core/kernel.ts';
import { notFound } from '../errors.ts';
import { Checkpoints } from './checkpoints.ts';
import { isStreamMapping, type Mapping, type QueueMapping, type StreamMapping } from './mapping.ts';
import { Poller, type PollerPorts } from './poller.ts';
import { StreamPoller, type StreamPollerPorts } from './stream-poller.ts';

type MappingPorts = PollerPorts & Omit<StreamPollerPorts, 'checkpoints'>;

/** Stores all event source mappings. Between `start` and `stop` each enabled mapping has one running poller. */
export class Mappings {
  readonly #kernel: Kernel;
  readonly #ports: MappingPorts;
  readonly #checkpoints: Checkpoints;
  readonly #byId = new Map<string, Mapping>();
  readonly #pollers = new Map<string, Poller | StreamPoller>();
  readonly #stopping = new Set<Promise<void>>();
  #started = false;

  constructor(ports: MappingPorts) {
    this.#kernel = ports.kernel;
    this.#ports = ports;
    this.#kernel.store.define(
      'CREATE TABLE IF NOT EXISTS lambda_mappings (uuid TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID',
    );
    this.#checkpoints = new Checkpoints(this.#kernel.store);
    this.#load();
    this.#kernel.store.onReverted(() => this.#load());
    this.#kernel.inflight.onAwaited(() => {
      for (const poller of this.#pollers.values()) poller.hurry();
    });
  }

  start(): void {
    this.#started = true;
    for (const mapping of this.#byId.values()) this.#restart(mapping.uuid);
  }

  /** Resolves when the running batches have ended. */
  async stop(): Promise<void> {
    this.#started = false;
    for (const uuid of [...this.#pollers.keys()]) this.#restart(uuid);
    await Promise.all(this.#stopping);
  }

  all(): readonly Mapping[] {
    return [...this.#byId.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  }

  /** The mapping with this id. Throws ResourceNotFoundException. */
  get(uuid: string): Mapping {
    const mapping = this.#byId.get(uuid);
    if (!mapping) throw notFound('The resource you requested does not exist.');
    return mapping;
  }

  lastResult({ uuid }: Mapping): string {
    return this.#pollers.get(uuid)?.lastResult ?? 'No records processed';
  }

  /** Stores a new or changed mapping and restarts its poller. */
  async put(mapping: Mapping): Promise<void> {
    await this.#save(mapping);
    this.#restart(mapping.uuid);
  }

  retag(uuid: string, tags: Mapping['tags']): Promise<void> {
    return this.#save({ ...this.get(uuid), tags });
  }

  async remove(uuid: string): Promise<void> {
    await this.#kernel.store.write(() => {
      this.#kernel.store.prepare('DELETE FROM lambda_mappings WHERE uuid = ?').run(uuid);
      this.#checkpoints.remove(uuid);
    });
    this.#byId.delete(uuid);
    this.#restart(uuid);
  }

  #load(): void {
    this.#byId.clear();
    for (const row of this.#kernel.store.prepare('SELECT uuid, definition FROM lambda_mappings').all())
      this.#byId.set(String(row.uuid), JSON.parse(String(row.definition)) as Mapping);
  }

  #save(mapping: Mapping): Promise<void> {
    return this.#kernel.store.write(() => {
      this.#kernel.store
        .prepare('INSERT OR REPLACE INTO lambda_mappings (uuid, definition) VALUES (?, ?)')
        .run(mapping.uuid, JSON.stringify(mapping));
      this.#byId.set(mapping.uuid, mapping);
    });
  }

  #restart(uuid: string): void {
    const before = this.#pollers.get(uuid);
    const stopping = before?.stop() ?? Promise.resolve();
    if (before) {
      this.#stopping.add(stopping);
      void stopping.then(() => this.#stopping.delete(stopping));
      this.#pollers.delete(uuid);
    }
    const mapping = this.#byId.get(uuid);
    if (!this.#started || !mapping?.enabled) return;
    if (isStreamMapping(mapping)) this.#startStream(mapping, stopping);
    else this.#startQueue(mapping);
  }

  #startQueue(mapping: QueueMapping): void {
    const poller = new Poller(this.#ports, mapping);
    this.#pollers.set(mapping.uuid, poller);
    poller.start();
  }

  /**
   * Starts the poller of a stream after `stopping` has resolved, because two pollers of one stream would break the
   * order of its records.
   */
  #startStream(mapping: StreamMapping, stopping: Promise<void>): void {
    const poller = new StreamPoller({ ...this.#ports, checkpoints: this.#checkpoints }, mapping);
    this.#pollers.set(mapping.uuid, poller);
    void stopping.then(() => {
      if (this.#pollers.get(mapping.uuid) === poller) poller.start();
    });
  }
}
