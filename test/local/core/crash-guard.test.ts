import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CrashGuard } from '../../../local/src/core/crash-guard.ts';
import { Store } from '../../../local/src/core/store/store.ts';
import { freeDisk, noticeFullDisk } from '../disk.ts';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';

let directory: string;
let store: Store;
beforeEach(() => {
  directory = temporaryDirectory();
  store = new Store(join(directory, 'runtime.sqlite'));
});
afterEach(async () => {
  await store.close();
  removeDirectory(directory);
});

/** Simulates a restart after a crash: opens the same files again, without closing them first. */
const startAgain = async (now = () => 0): Promise<CrashGuard> => {
  const crashGuard = new CrashGuard(store, join(directory, 'in-hand'), now);
  await crashGuard.open();
  return crashGuard;
};

const forEver = () => new Promise<never>(() => {});

describe('Work in progress at the end of the process', () => {
  test('is given up after the process has ended three times', async () => {
    for (const _ of ['first', 'second', 'third']) {
      const crashGuard = await startAgain();
      expect(crashGuard.isGivenUp('poison')).toBe(false);
      void crashGuard.hold('poison', forEver);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await startAgain()).isGivenUp('poison')).toBe(true);
  });

  test('is tried again after the process has run for 30 s, and after twice that time once the process has ended again', async () => {
    const dieDuring = async (crashGuard: CrashGuard) => {
      void crashGuard.hold('killed', forEver);
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (const _ of ['first', 'second', 'third']) await dieDuring(await startAgain());
    let nowMs = 1_000;
    const fourth = await startAgain(() => nowMs);
    nowMs = 30_999;
    expect(fourth.isGivenUp('killed')).toBe(true);
    nowMs = 31_000;
    expect(fourth.isGivenUp('killed')).toBe(false);
    await dieDuring(fourth);
    nowMs = 0;
    const fifth = await startAgain(() => nowMs);
    nowMs = 59_999;
    expect(fifth.isGivenUp('killed')).toBe(true);
    nowMs = 60_000;
    expect(fifth.isGivenUp('killed')).toBe(false);
    await fifth.hold('killed', async () => 'done');
    await store.write(() => fifth.forget('killed'));
    expect(fifth.isSuspect('killed')).toBe(false);
  });

  test('is not counted if it succeeded, failed, or was interrupted by an orderly stop', async () => {
    const first = await startAgain();
    await first.hold('done', async () => 'done');
    await expect(first.hold('failed', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    void first.hold('cut off', forEver);
    first.close();
    const second = await startAgain();
    expect(['done', 'failed', 'cut off'].map((work) => second.isSuspect(work))).toEqual([false, false, false]);
  });

  test('keeps its count if the commit that should delete the count fails', async () => {
    void (await startAgain()).hold('work', forEver);
    const second = await startAgain();
    const forgotten = store.write(() => second.forget('work'));
    const full = noticeFullDisk(store);
    await expect(forgotten).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    await full;
    expect(second.isSuspect('work')).toBe(true);
    freeDisk(store);
  });

  test('is performed one at a time after the next start, and its count is deleted once it succeeds', async () => {
    const first = await startAgain();
    for (const work of ['one', 'two']) void first.hold(work, forEver);
    const second = await startAgain();
    const events: string[] = [];
    const perform = (work: string) =>
      second.hold(work, async () => {
        events.push(`${work} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        events.push(`${work} ends`);
      });
    await Promise.all(['one', 'two', 'three'].map(perform));
    expect(events.filter((event) => !event.startsWith('three'))).toEqual([
      'one begins',
      'one ends',
      'two begins',
      'two ends',
    ]);
    await store.write(() => second.forget('one'));
    const third = await startAgain();
    expect([third.isSuspect('one'), third.isSuspect('two')]).toEqual([false, true]);
  });

  test('is counted under its own name, even if its entry in the file was used by other work before', async () => {
    const first = await startAgain();
    await first.hold('a-long-name-of-work', async () => {});
    void first.hold('short', forEver);
    const second = await startAgain();
    expect([second.isSuspect('short'), second.isSuspect('a-long-name-of-work')]).toEqual([true, false]);
  });
});
