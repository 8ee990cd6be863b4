import { describe, expect, test } from '@jest/globals';
import { FairQueue } from '../../../../local/src/core/delivery/fair-queue.ts';
import { cpuMsOf } from '../../../support/cpu-time.ts';

interface Work {
  readonly id: number;
  readonly target: string;
}

/** A fair queue whose work ends when the test says so. */
const startQueue = (atOnce: number, perTarget: number, stored: (id: number) => Work | undefined = () => undefined) => {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const busy: Promise<void>[] = [];
  const queue = new FairQueue<Work>(
    { atOnce, perTarget },
    {
      load: stored,
      perform: ({ id }) => {
        begun.push(id);
        return new Promise((resolve) => ends.set(id, resolve));
      },
      track: (until) => void busy.push(until),
    },
  );
  const add = (id: number, target: string) => queue.add({ id, target }, { id, target });
  const end = async (id: number) => {
    ends.get(id)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, busy, add, end };
};

describe('A fair queue', () => {
  test('begins the work of one target in the order in which it was added, with limited concurrency', async () => {
    const { begun, add, end } = startQueue(2, 2);
    for (const id of [1, 2, 3, 4]) add(id, 'a');
    expect(begun).toEqual([1, 2]);
    await end(2);
    expect(begun).toEqual([1, 2, 3]);
    await end(1);
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  test('performs the work of other targets while one target does not answer', async () => {
    const { begun, add, end } = startQueue(3, 2);
    for (const id of [1, 2, 3, 4]) add(id, 'slow');
    for (const id of [5, 6, 7]) add(id, 'quick');
    expect(begun).toEqual([1, 2, 5]);
    await end(5);
    await end(6);
    expect(begun).toEqual([1, 2, 5, 6, 7]);
  });

  test('lets targets take turns if all of them have waiting work', async () => {
    const { begun, add, end } = startQueue(1, 1);
    for (const id of [1, 2, 3]) add(id, 'a');
    for (const id of [4, 5]) add(id, 'b');
    for (const id of [1, 4, 2, 5]) await end(id);
    expect(begun).toEqual([1, 4, 2, 5, 3]);
  });

  test('ignores an id that waits or is in flight, and accepts it again after it is done', async () => {
    const { begun, add, end } = startQueue(1, 1);
    add(1, 'a');
    add(2, 'a');
    add(1, 'a');
    add(2, 'a');
    await end(1);
    await end(2);
    expect(begun).toEqual([1, 2]);
    add(1, 'a');
    expect(begun).toEqual([1, 2, 1]);
  });

  test('loads stored work when its turn comes, and skips work that is already done', () => {
    const { queue, begun } = startQueue(8, 8, (id) => (id === 2 ? undefined : { id, target: 'a' }));
    for (const id of [1, 2, 3]) queue.add({ id, target: 'a' });
    expect(begun).toEqual([1, 3]);
    expect(queue.size()).toBe(2);
  });

  test('is busy until it is empty', async () => {
    const { busy, add, end } = startQueue(1, 1);
    let idle = false;
    add(1, 'a');
    add(2, 'b');
    expect(busy).toHaveLength(1);
    void busy[0]?.then(() => {
      idle = true;
    });
    await end(1);
    expect(idle).toBe(false);
    await end(2);
    expect(idle).toBe(true);
    add(3, 'a');
    expect(busy).toHaveLength(2);
  });

  test('stops after the work in flight has ended, and begins no more work', async () => {
    const { queue, begun, busy, add, end } = startQueue(1, 1);
    add(1, 'a');
    add(2, 'b');
    const stopped = queue.stop();
    add(3, 'c');
    await end(1);
    await stopped;
    await busy[0];
    expect(begun).toEqual([1]);
  });

  test('performs 100,000 waiting work items with seconds of processor time', async () => {
    let performed = 0;
    const queue = new FairQueue<Work>(
      { atOnce: 128, perTarget: 64 },
      {
        load: (id) => ({ id, target: 'a' }),
        perform: async () => {
          performed += 1;
        },
        track: () => {},
      },
    );
    const performing = async () => {
      for (let id = 0; id < 100_000; id += 1) queue.add({ id, target: id % 3 === 0 ? 'a' : 'b' });
      while (queue.size() > 0) await new Promise((resolve) => setImmediate(resolve));
    };
    expect(await cpuMsOf(performing)).toBeLessThan(20_000);
    expect(performed).toBe(100_000);
  });
});
