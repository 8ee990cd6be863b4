import { afterEach, describe, expect, test } from '@jest/globals';
import { Deliveries } from '../../../../local/src/core/delivery/deliveries.ts';
import type { DeliveryOwner, GivenUp, NewDelivery } from '../../../../local/src/core/delivery/delivery.ts';
import type { FailureKind } from '../../../../local/src/core/delivery/retry-policy.ts';
import { freeDisk, noticeFullDisk } from '../../disk.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

interface Facts {
  readonly name: string;
}
type Work = NewDelivery<Facts>;

class Failure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind) {
    super(kind);
    this.kind = kind;
  }
}

const kernels: TestKernel[] = [];
const directories: string[] = [];
afterEach(async () => {
  for (const kernel of kernels.splice(0)) await kernel.stop();
  for (const directory of directories.splice(0)) removeDirectory(directory);
});

const temporary = (): string => {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
};

interface Line {
  readonly kernel: TestKernel;
  readonly deliveries: Deliveries<Facts>;
  /** Names of the attempted deliveries, in order. */
  readonly attempted: string[];
  readonly givenUp: { readonly name: string; readonly attempts: number; readonly reason: GivenUp['reason'] }[];
  /** The work of an attempt; resolves with the deliveries that follow from it. */
  set answer(answer: (name: string) => Promise<readonly Work[]>);
  send(...names: string[]): Promise<void>;
  waiting(): number;
  settled(): Promise<void>;
}

const work = (name: string, target = 'target', sinceMs = 0): Work => ({
  target,
  facts: { name },
  body: 'text',
  sinceMs,
});

const open = async (options: { dataDir?: string } & Partial<DeliveryOwner<Facts>> = {}): Promise<Line> => {
  const { dataDir, ...more } = options;
  let deliveries: Deliveries<Facts> | undefined;
  const attempted: string[] = [];
  const givenUp: Line['givenUp'] = [];
  const answers: { answer: (name: string) => Promise<readonly Work[]> } = { answer: async () => [] };
  const kernel = await startKernel(
    (parts) => {
      deliveries = new Deliveries<Facts>(parts, {
        name: 'test',
        limits: { atOnce: 128, perTarget: 64 },
        attempt: ({ facts: { name } }) => {
          attempted.push(name);
          return answers.answer(name);
        },
        kindOf: (error) => (error instanceof Failure ? error.kind : 'retriable'),
        policyOf: () => ({ phases: [{ retries: 3, firstMs: 60_000, longestMs: 240_000 }] }),
        givenUp: ({ facts: { name }, attempts }, { reason }) => {
          givenUp.push({ name, attempts, reason });
          return [];
        },
        ...more,
      });
      return [];
    },
    dataDir === undefined ? {} : { dataDir },
  );
  kernels.push(kernel);
  if (!deliveries) throw new Error('The kernel did not create the deliveries.');
  const made = deliveries;
  const line: Line = {
    kernel,
    deliveries: made,
    attempted,
    givenUp,
    set answer(answer: (name: string) => Promise<readonly Work[]>) {
      answers.answer = answer;
    },
    send: async (...names) =>
      made.begin(
        await kernel.store.write(() => names.map((name) => made.add(work(name, 'target', kernel.clock.now())))),
      ),
    waiting: () => Number(kernel.store.prepare('SELECT COUNT(*) AS n FROM test_deliveries').get()?.n),
    settled: async () => {
      await kernel.inflight.idle();
      await kernel.store.written();
    },
  };
  return line;
};

/** Simulates a crash: from now on no timer fires and nothing is stored, also for attempts in flight. */
const kill = async ({ kernel }: Line): Promise<void> => {
  kernels.splice(kernels.indexOf(kernel), 1);
  await kernel.timers.stop();
  await kernel.store.close();
};

const never = () => new Promise<never>(() => {});
const failing = (kind: FailureKind) => async () => {
  throw new Failure(kind);
};

describe('Deliveries', () => {
  test('are stored in the transaction of their cause and removed after the target has accepted them', async () => {
    const line = await open();
    await line.send('one', 'two');
    expect(line.waiting()).toBe(2);
    await line.settled();
    expect(line.attempted).toEqual(['one', 'two']);
    expect(line.waiting()).toBe(0);
  });

  test('are not stored if the transaction that adds them fails', async () => {
    const line = await open();
    const refused = line.kernel.store.write(() => {
      line.deliveries.add(work('one'));
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(line.waiting()).toBe(0);
  });

  test('are retried after a failure as their policy says; the count and the timer are stored in one transaction', async () => {
    const line = await open();
    line.answer = failing('retriable');
    await line.send('one');
    await line.settled();
    await line.kernel.timers.advance(30_000);
    expect(line.attempted).toHaveLength(1);
    await line.kernel.timers.advance(30_000);
    expect(line.attempted).toHaveLength(2);
    line.answer = async () => [];
    await line.kernel.timers.advance(120_000);
    expect(line.attempted).toHaveLength(3);
    expect(line.waiting()).toBe(0);
    expect(line.givenUp).toEqual([]);
  });

  test('are given up after the last retry', async () => {
    const line = await open();
    line.answer = failing('retriable');
    await line.send('one');
    await line.kernel.timers.advance(600_000);
    expect(line.attempted).toHaveLength(4);
    expect(line.givenUp).toEqual([{ name: 'one', attempts: 3, reason: 'attempts' }]);
    expect(line.waiting()).toBe(0);
  });

  test('are given up if the next retry would exceed the maximum age', async () => {
    const endless = { retries: Number.POSITIVE_INFINITY, firstMs: 60_000, longestMs: 60_000 };
    const line = await open({ policyOf: () => ({ phases: [endless], maxAgeMs: 210_000 }) });
    line.answer = failing('retriable');
    await line.send('one');
    await line.kernel.timers.advance(3_600_000);
    expect(line.attempted).toHaveLength(4);
    expect(line.givenUp).toEqual([{ name: 'one', attempts: 3, reason: 'age' }]);
  });

  test('are replaced immediately by the deliveries of the owner after a permanent failure', async () => {
    const line = await open({ givenUp: ({ facts: { name } }) => [work(`${name} as dead letter`, 'dead letters')] });
    line.answer = async (name) => (name === 'one' ? failing('permanent')() : []);
    await line.send('one');
    await line.settled();
    expect(line.attempted).toEqual(['one', 'one as dead letter']);
    expect(line.waiting()).toBe(0);
  });

  test('wait for a busy target without using up their retries', async () => {
    const policy = { phases: [], whileBusy: { firstMs: 60_000, longestMs: 120_000 } };
    const line = await open({ policyOf: () => policy });
    line.answer = failing('busy');
    await line.send('one');
    await line.kernel.timers.advance(600_000);
    expect(line.attempted).toHaveLength(6);
    line.answer = async () => [];
    await line.kernel.timers.advance(120_000);
    expect(line.waiting()).toBe(0);
    expect(line.givenUp).toEqual([]);
  });

  test('are replaced in one transaction by the deliveries that follow from them', async () => {
    const line = await open();
    line.answer = async (name) => (name === 'cause' ? [work('first'), work('second', 'elsewhere')] : never());
    await line.send('cause');
    while (line.attempted.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(line.attempted).toEqual(['cause', 'first', 'second']);
    expect(line.waiting()).toBe(2);
  });

  test('delay an advance of the clock until they have ended', async () => {
    const line = await open();
    let end = () => {};
    line.answer = () => new Promise((resolve) => (end = () => resolve([])));
    await line.send('one');
    let moved = false;
    const moving = line.kernel.timers.advance(1_000).then(() => {
      moved = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(moved).toBe(false);
    end();
    await moving;
    expect(line.waiting()).toBe(0);
  });
});

describe('After a crash of the process', () => {
  test('a delivery that was committed but not begun is delivered', async () => {
    const dataDir = temporary();
    const first = await open({ dataDir });
    await first.kernel.store.write(() => first.deliveries.add(work('one')));
    await kill(first);
    const second = await open({ dataDir });
    await second.settled();
    expect(first.attempted).toEqual([]);
    expect(second.attempted).toEqual(['one']);
    expect(second.waiting()).toBe(0);
  });

  test('1,000 waiting deliveries are delivered in their order, and finished ones are not delivered again', async () => {
    const dataDir = temporary();
    const names = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const first = await open({ dataDir, limits: { atOnce: 10, perTarget: 10 } });
    first.answer = async (name) => (Number(name.slice(1)) < 300 ? [] : never());
    await first.send(...names);
    while (first.waiting() > 700) await new Promise((resolve) => setImmediate(resolve));
    await kill(first);
    const second = await open({ dataDir });
    await second.settled();
    expect(second.attempted).toEqual(names.slice(300));
    expect(second.waiting()).toBe(0);
  });

  test('a delivery that waits for a retry is attempted again at the due time and not before', async () => {
    const dataDir = temporary();
    const first = await open({
      dataDir,
      policyOf: () => ({ phases: [{ retries: 2, firstMs: 60_000, longestMs: 60_000 }] }),
    });
    first.answer = failing('retriable');
    await first.send('one');
    await first.settled();
    await kill(first);
    const second = await open({ dataDir });
    await second.settled();
    expect(second.attempted).toEqual([]);
    await second.kernel.timers.advance(60_000);
    expect(second.attempted).toEqual(['one']);
  });

  test('an unsent dead-letter message is sent, and its delivery is not attempted again', async () => {
    const dataDir = temporary();
    const givenUp = () => [work('dead letter', 'dead letters')];
    const first = await open({ dataDir, givenUp });
    first.answer = async (name) => (name === 'one' ? failing('permanent')() : never());
    await first.send('one');
    while (first.attempted.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await kill(first);
    const second = await open({ dataDir, givenUp });
    await second.settled();
    expect(second.attempted).toEqual(['dead letter']);
    expect(second.waiting()).toBe(0);
  });
});

describe('Stopping', () => {
  test('waits for attempts in flight, stores their success and leaves the other deliveries for the next start', async () => {
    const dataDir = temporary();
    const first = await open({ dataDir, limits: { atOnce: 1, perTarget: 1 } });
    let end = () => {};
    first.answer = () => new Promise((resolve) => (end = () => resolve([])));
    await first.send('one', 'two', 'three');
    let stopped = false;
    const stopping = first.deliveries.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    end();
    await stopping;
    await kill(first);
    const second = await open({ dataDir });
    await second.settled();
    expect(first.attempted).toEqual(['one']);
    expect(second.attempted).toEqual(['two', 'three']);
  });

  test('does not count an attempt that fails while the runtime stops; the attempt is repeated at the next start', async () => {
    const dataDir = temporary();
    const first = await open({ dataDir });
    let fail = () => {};
    first.answer = () => new Promise((_, reject) => (fail = () => reject(new Failure('permanent'))));
    await first.send('one');
    const stopping = first.deliveries.stop();
    fail();
    await stopping;
    await kill(first);
    const second = await open({ dataDir });
    await second.settled();
    expect(first.givenUp).toEqual([]);
    expect(second.attempted).toEqual(['one']);
  });
});

describe('While the disk refuses writes', () => {
  test('a finished delivery is removed without a second attempt once the disk accepts writes', async () => {
    const line = await open();
    line.answer = async () => {
      await noticeFullDisk(line.kernel.store);
      return [];
    };
    await line.send('one');
    while (line.kernel.store.unavailable() === undefined) await new Promise((resolve) => setImmediate(resolve));
    freeDisk(line.kernel.store);
    await line.settled();
    expect(line.attempted).toEqual(['one']);
    expect(line.waiting()).toBe(0);
  });

  test('an attempt that fails because of the disk does not count, and is repeated', async () => {
    const line = await open();
    line.answer = async () => {
      line.answer = async () => [];
      await noticeFullDisk(line.kernel.store);
      freeDisk(line.kernel.store);
      await line.kernel.store.write(() => {});
      return [];
    };
    await line.send('one');
    await line.settled();
    expect(line.attempted).toEqual(['one', 'one']);
    expect(line.givenUp).toEqual([]);
    expect(line.waiting()).toBe(0);
  });

  test('a runtime that stops leaves the delivery for the next start', async () => {
    const dataDir = temporary();
    const first = await open({ dataDir });
    first.answer = async () => {
      await noticeFullDisk(first.kernel.store);
      return [];
    };
    await first.send('one');
    while (first.kernel.store.unavailable() === undefined) await new Promise((resolve) => setImmediate(resolve));
    first.kernel.store.stopWaiting();
    await kill(first);
    const second = await open({ dataDir });
    await second.settled();
    expect(second.attempted).toEqual(['one']);
  });
});
