import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

let directory: string;
let kernel: TestKernel;
beforeEach(async () => {
  directory = temporaryDirectory();
  kernel = await startKernel(() => [], { dataDir: directory });
});
afterEach(async () => {
  await kernel.stop();
  removeDirectory(directory);
});

const set = (id: string, inMs: number) =>
  kernel.store.write(() => kernel.timers.set('test', id, kernel.clock.now() + inMs));

describe('Timers', () => {
  test('fire in the order of their due times when the clock is advanced, each at its own time', async () => {
    const startMs = kernel.clock.now();
    const fired: [string, number][] = [];
    kernel.timers.handle('test', ({ id }) => {
      fired.push([id, Math.round((kernel.clock.now() - startMs) / HOUR_MS)]);
    });
    await Promise.all([set('late', 48 * HOUR_MS), set('early', HOUR_MS), set('middle', 24 * HOUR_MS)]);
    await kernel.timers.advance(72 * HOUR_MS);
    expect(fired).toEqual([
      ['early', 1],
      ['middle', 24],
      ['late', 48],
    ]);
  });

  test('that are set by a handler fire in the same advance of the clock', async () => {
    let rings = 0;
    kernel.timers.handle('test', async ({ id }) => {
      rings += 1;
      await set(id, HOUR_MS);
    });
    await set('hourly', HOUR_MS);
    await kernel.timers.advance(10.5 * HOUR_MS);
    expect(rings).toBe(10);
  });

  test('fire at their due time without an advance of the clock', async () => {
    const rang = new Promise<string>((resolve) => kernel.timers.handle('test', ({ id }) => resolve(id)));
    await set('soon', 5);
    expect(await rang).toBe('soon');
  });

  test('fire at their due time also after the clock was advanced beyond the next timer', async () => {
    const rang = new Promise<string>((resolve) =>
      kernel.timers.handle('test', ({ id }) => {
        if (id === 'soon') resolve(id);
      }),
    );
    await set('in an hour', HOUR_MS);
    await kernel.timers.advance(2 * HOUR_MS);
    await set('soon', 5);
    expect(await rang).toBe('soon');
  });

  test('beyond the maximum delay of Node do not fire immediately', async () => {
    const fired: string[] = [];
    kernel.timers.handle('test', ({ id }) => {
      fired.push(id);
    });
    await set('in ten years', 10 * YEAR_MS);
    const rang = new Promise<void>((resolve) => kernel.timers.handle('other', () => resolve()));
    await kernel.store.write(() => kernel.timers.set('other', 'soon', kernel.clock.now() + 20));
    await rang;
    expect(fired).toEqual([]);
    await kernel.timers.advance(11 * YEAR_MS);
    expect(fired).toEqual(['in ten years']);
  });

  test('that their handler sets again for the same time are kept', async () => {
    const dueMs = kernel.clock.now() + HOUR_MS;
    let rings = 0;
    kernel.timers.handle('test', async () => {
      rings += 1;
      if (rings < 3) await kernel.store.write(() => kernel.timers.set('test', 'again', dueMs));
    });
    await kernel.store.write(() => kernel.timers.set('test', 'again', dueMs));
    await kernel.timers.advance(2 * HOUR_MS);
    expect(rings).toBe(3);
  });

  test('do not fire after they were cleared', async () => {
    const fired: string[] = [];
    kernel.timers.handle('test', ({ id }) => {
      fired.push(id);
    });
    await set('cancelled', HOUR_MS);
    await kernel.store.write(() => kernel.timers.clear('test', 'cancelled'));
    await kernel.timers.advance(2 * HOUR_MS);
    expect(fired).toEqual([]);
  });

  test('and the advanced clock survive a restart', async () => {
    await set('tomorrow', 24 * HOUR_MS);
    await kernel.timers.advance(12 * HOUR_MS);
    const beforeMs = kernel.clock.now();
    await kernel.stop();
    const fired: string[] = [];
    kernel = await startKernel(
      ({ timers }) => {
        timers.handle('test', ({ id }) => {
          fired.push(id);
        });
        return [];
      },
      { dataDir: directory },
    );
    expect(kernel.clock.now()).toBeGreaterThanOrEqual(beforeMs);
    await kernel.timers.advance(13 * HOUR_MS);
    expect(fired).toEqual(['tomorrow']);
  });

  test('fire again if their handler fails', async () => {
    let tries = 0;
    kernel.timers.handle('test', () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
    });
    await set('stubborn', HOUR_MS);
    await kernel.timers.advance(2 * HOUR_MS);
    expect(tries).toBe(2);
  });
});

describe('The clock', () => {
  test('is ahead by exactly the advanced time, no matter how long the timers took', async () => {
    kernel.timers.handle('test', () => new Promise((resolve) => setTimeout(resolve, 30)));
    await set('slow', HOUR_MS);
    await kernel.timers.advance(2 * HOUR_MS);
    expect(Math.abs(kernel.clock.offsetMs() - 2 * HOUR_MS)).toBeLessThanOrEqual(2);
  });

  test('never goes back', () => {
    const now = kernel.clock.now();
    kernel.clock.moveTo(now - HOUR_MS);
    expect(kernel.clock.now()).toBeGreaterThanOrEqual(now);
  });
});
