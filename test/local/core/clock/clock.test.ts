import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Clock } from '../../../../local/src/core/clock/clock.ts';
import { Store } from '../../../../local/src/core/store/store.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';

const DAY_MS = 86_400_000;
let directory: string;
let wall: ReturnType<typeof spyOnWall> | undefined;
const spyOnWall = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(ms);
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  wall?.mockRestore();
  wall = undefined;
  removeDirectory(directory);
});

const open = () => {
  const store = new Store(join(directory, 'runtime.sqlite'));
  return { store, clock: new Clock(store) };
};

describe('The clock', () => {
  test('continues at the same speed when the wall clock is set back', () => {
    wall = spyOnWall(10 * DAY_MS);
    const { store, clock } = open();
    expect(clock.now()).toBe(10 * DAY_MS);
    wall.mockReturnValue(9 * DAY_MS);
    expect(clock.now()).toBe(10 * DAY_MS);
    wall.mockReturnValue(9 * DAY_MS + 1_000);
    expect(clock.now()).toBe(10 * DAY_MS + 1_000);
    return store.close();
  });

  test('continues at the time of the last commit after a restart with an earlier wall clock', async () => {
    wall = spyOnWall(10 * DAY_MS);
    const first = open();
    await first.store.write(() => {});
    await first.store.close();
    wall.mockReturnValue(3 * DAY_MS);
    const second = open();
    expect(second.clock.now()).toBe(10 * DAY_MS);
    wall.mockReturnValue(3 * DAY_MS + 500);
    expect(second.clock.now()).toBe(10 * DAY_MS + 500);
    await second.store.close();
  });

  test('keeps the part of a clock move that commits have stored, if the process ends during the move', async () => {
    const first = open();
    const start = first.clock.now();
    first.clock.moveTo(start + 30 * DAY_MS);
    await first.store.write(() => {});
    await first.store.close();
    const second = open();
    expect(second.clock.now()).toBeGreaterThanOrEqual(start + 30 * DAY_MS);
    await second.store.close();
  });
});
