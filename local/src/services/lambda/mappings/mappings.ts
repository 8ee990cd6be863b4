import type { Kernel } from '../../../core/kernel.ts';
import { Checkpoints } from '../../../core/polling/checkpoints.ts';
import { Pollers } from '../../../core/polling/pollers.ts';
import { QueuePoller } from '../../../core/polling/queue-poller.ts';
import type { QueueSignals } from '../../../core/polling/queue-signals.ts';
import { StreamPoller } from '../../../core/polling/stream-poller.ts';
import type { StreamSource } from '../../../core/polling/stream-source.ts';
import { notFound } from '../errors.ts';
import type { Functions, Resolved } from '../functions/functions.ts';
import type { Invoker } from '../invocations/invoker.ts';
import { isStreamMapping, type Mapping } from './mapping.ts';
import { QueueBatches } from './queue-batches.ts';
import { StreamBatches } from './stream-batches.ts';

interface MappingPorts {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly invoker: Invoker;
  readonly signals: QueueSignals;
  readonly streamSource: StreamSource;
}

/** Stores all event source mappings. Between `start` and `stop` each enabled mapping has one running poller. */
export class Mappings {
  readonly #kernel: Kernel;
  readonly #ports: MappingPorts;
  readonly #checkpoints: Checkpoints;
  readonly #byId = new Map<string, Mapping>();
  readonly #pollers: Pollers;
  #started = false;

  constructor(ports: MappingPorts) {
    this.#kernel = ports.kernel;
    this.#ports = ports;
    this.#kernel.store.define(
      'CREATE TABLE IF NOT EXISTS lambda_mappings (uuid TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID',
    );
    this.#checkpoints = new Checkpoints(this.#kernel.store, 'lambda_checkpoints');
    this.#load();
    this.#kernel.store.onReverted(() => this.#load());
    this.#pollers = new Pollers(this.#kernel.inflight);
  }

  start(): void {
    this.#started = true;
    for (const mapping of this.#byId.values()) this.#restart(mapping.uuid);
  }

  /** Resolves when the running batches have ended. */
  async stop(): Promise<void> {
    this.#started = false;
    await this.#pollers.stop();
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
    return this.#pollers.lastResult(uuid) ?? 'No records processed';
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
    const mapping = this.#byId.get(uuid);
    this.#pollers.replace(uuid, this.#started && mapping?.enabled ? this.#pollerOf(mapping) : undefined);
  }

  #pollerOf(mapping: Mapping): QueuePoller | StreamPoller {
    const { kernel, functions, signals, streamSource } = this.#ports;
    const { functionName, qualifier } = mapping;
    const common = { kernel, subject: 'An event source mapping', logFields: { function: functionName } };
    const resolve = (): Resolved => functions.resolve(functionName, qualifier);
    if (!isStreamMapping(mapping)) {
      const consumer = () => new QueueBatches(this.#ports, mapping, resolve);
      return new QueuePoller({ ...common, signals, consumer }, mapping);
    }
    const consumer = () => new StreamBatches(this.#ports, mapping, resolve);
    return new StreamPoller({ ...common, streamSource, checkpoints: this.#checkpoints, consumer }, mapping);
  }
}
