import { arnOf, parseArn } from '../../core/aws/arn.ts';
import type { Kernel } from '../../core/kernel.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';
import { Signals } from './signals.ts';
import { Deduplication } from './store/deduplication.ts';
import { TIMER_OWNER, takeOverFormerTables } from './store/former-tables.ts';
import { MessageStates } from './store/message-states.ts';
import { type Queue, QueueTable } from './store/queue-table.ts';
import { TABLES } from './store/tables.ts';

/**
 * The queues of this runtime. Their only copy is in the store: each action reads and changes them in one commit, so a
 * failed commit changes nothing.
 */
export class Queues {
  readonly kernel: Kernel;
  readonly table: QueueTable;
  readonly states: MessageStates;
  readonly deduplication: Deduplication;
  readonly signals: Signals;

  constructor(kernel: Kernel) {
    takeOverFormerTables(kernel.store, kernel.home.accountId);
    kernel.store.define(TABLES);
    this.kernel = kernel;
    this.table = new QueueTable(kernel.store);
    this.states = new MessageStates(kernel);
    this.deduplication = new Deduplication(kernel.store);
    this.signals = new Signals((name) => this.states.table.hasReady(name));
    kernel.timers.handle(TIMER_OWNER, ({ id }) => this.#visibilityEnded(Number(id)));
  }

  urlOf = (name: string): string => `${this.kernel.endpoint()}/${this.kernel.home.accountId}/${name}`;

  arnOf = ({ name }: Pick<Queue, 'name'>): string => arnOf(this.kernel.home, 'sqs', name);

  /** The queue's name in an ARN of this account; undefined for another ARN. The queue may not exist. */
  nameOfArn(arn: string): string | undefined {
    const name = parseArn(arn)?.resource;
    return name !== undefined && arn === this.arnOf({ name }) ? name : undefined;
  }

  byArn = (arn: string): Queue | undefined => {
    const name = this.nameOfArn(arn);
    return name === undefined ? undefined : this.table.find(name);
  };

  /**
   * The queue's name in a URL. Only the last two path segments count, so a URL with another host or port is valid too.
   * As on AWS, the name alone is also valid. Throws MissingParameter, or QueueDoesNotExist for a queue of another
   * account.
   */
  nameOfUrl(url: unknown): string {
    if (typeof url !== 'string' || url === '') throw missingParameter('QueueUrl');
    if (!url.includes('/')) return url;
    const [account, name] = url.split('/').slice(-2);
    if (account !== this.kernel.home.accountId || name === undefined) throw queueDoesNotExist();
    return name;
  }

  /**
   * Returns the queue with this name, after its expired messages and timeouts were handled (`MessageStates.expire`).
   * Call it inside `write`. Throws QueueDoesNotExist.
   */
  open(name: string): Queue {
    const queue = this.table.find(name);
    if (!queue) throw queueDoesNotExist();
    this.states.expire(queue);
    return queue;
  }

  /** Runs `work` on the queue of a URL in one commit. Throws the errors of `nameOfUrl` and `open`. */
  async change<T>(url: unknown, work: (queue: Queue) => T): Promise<T> {
    const name = this.nameOfUrl(url);
    return this.write(() => work(this.open(name)));
  }

  /** Runs `work` in one commit. Then it signals the queues in which messages have become visible. */
  async write<T>(work: () => T): Promise<T> {
    const { value, readied } = await this.kernel.store.write(() => {
      this.states.takeReadied();
      return { value: work(), readied: this.states.takeReadied() };
    });
    for (const name of readied) this.signals.announce(name);
    return value;
  }

  /**
   * After a crash, undoes the receives of the process that has crashed. Otherwise their messages would stay hidden until
   * the visibility timeout ends, often for minutes, although nobody has them.
   */
  async undoForgotten(): Promise<void> {
    if (this.kernel.store.wasClosed) return;
    await this.write(() => {
      for (const queue of this.table.all()) this.states.undoForgotten(queue);
    });
  }

  async #visibilityEnded(id: number): Promise<void> {
    await this.write(() => {
      const queue = this.table.findById(id);
      if (!queue) return;
      this.states.expire(queue);
      this.states.watchNext(queue);
    });
  }
}
