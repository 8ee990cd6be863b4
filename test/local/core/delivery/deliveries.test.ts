import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Deliveries } from '../../../../local/src/core/delivery/deliveries.ts';
import type { DeliveryOwner, GivenUp, NewDelivery } from '../../../../local/src/core/delivery/delivery.ts';
import type { FailureKind } from '../../../../local/src/core/delivery/retry-policy.ts';
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
  /** Names of what was attempted, in order. */
  readonly attempted: string[];
  readonly givenUp: { readonly name: string; readonly attempts: number; readonly reason: GivenUp['reason'] }[];
  /** What an attempt does; resolves with what is to be delivered next. */
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
  if (!deliveries) throw new Error('The kernel did not make its parts.');
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

/** The process ends: nothing fires and nothing is stored any more, whatever is under way. */
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
  test('are stored with their cause and gone once the target has them', async () => {
    const line = await open();
    await line.send('one', 'two');
    expect(line.waiting()).toBe(2);
    await line.settled();
    expect(line.attempted).toEqual(['one', 'two']);
    expect(line.waiting()).toBe(0);
  });

  test('are not there when the work that adds them fails', async () => {
    const line = await open();
    const refused = line.kernel.store.write(() => {
      line.deliveries.add(work('one'));
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(line.waiting()).toBe(0);
  });

  test('that fail are repeated by their policy, in one transaction with their count', async () => {
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

  test('are given up when the retries are used up', async () => {
    const line = await open();
    line.answer = failing('retriable');
    await line.send('one');
    await line.kernel.timers.advance(600_000);
    expect(line.attempted).toHaveLength(4);
    expect(line.givenUp).toEqual([{ name: 'one', attempts: 3, reason: 'attempts' }]);
    expect(line.waiting()).toBe(0);
  });

  test('are given up when the next retry would come too late', async () => {
    const endless = { retries: Number.POSITIVE_INFINITY, firstMs: 60_000, longestMs: 60_000 };
    const line = await open({ policyOf: () => ({ phases: [endless], maxAgeMs: 210_000 }) });
    line.answer = failing('retriable');
    await line.send('one');
    await line.kernel.timers.advance(3_600_000);
    expect(line.attempted).toHaveLength(4);
    expect(line.givenUp).toEqual([{ name: 'one', attempts: 3, reason: 'age' }]);
  });

  test('that fail for good are replaced at once by what the owner sends instead', async () => {
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

  test('that lead to others store these in place of themselves', async () => {
    const line = await open();
    line.answer = async (name) => (name === 'cause' ? [work('first'), work('second', 'elsewhere')] : never());
    await line.send('cause');
    while (line.attempted.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(line.attempted).toEqual(['cause', 'first', 'second']);
    expect(line.waiting()).toBe(2);
  });

  test('hold up a move of the clock until they have ended', async () => {
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

describe('After the end of the process', () => {
  test('what was committed and not begun is delivered', async () => {
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

  test('1,000 that wait are delivered in their order, and those that are done are not delivered again', async () => {
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

  test('what waits for a retry is tried again at its time and not before', async () => {
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

  test('a dead letter that was not sent is sent, and the work itself is not repeated', async () => {
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
  test('waits for attempts that run, stores their success and leaves the others for the next start', async () => {
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

  test('counts no attempt that fails meanwhile: it is repeated at the next start', async () => {
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
  const refuseOnce = ({ kernel }: Line) =>
    jest.spyOn(kernel.store, 'write').mockRejectedValueOnce(new Error('The disk is full.'));

  test('what is done is not repeated; it is removed with the next that is done', async () => {
    const line = await open();
    line.answer = async (name) => {
      if (name === 'one') refuseOnce(line);
      return [];
    };
    await line.send('one');
    await line.settled();
    expect(line.waiting()).toBe(1);
    await line.send('two');
    await line.settled();
    expect(line.attempted).toEqual(['one', 'two']);
    expect(line.waiting()).toBe(0);
  });

  test('what failed is attempted again once the disk takes the next delivery', async () => {
    const line = await open();
    line.answer = () => {
      refuseOnce(line);
      return failing('retriable')();
    };
    await line.send('one');
    await line.settled();
    line.answer = async () => [];
    await line.send('two');
    await line.settled();
    expect(line.attempted).toEqual(['one', 'one', 'two']);
    expect(line.waiting()).toBe(0);
  });
});
