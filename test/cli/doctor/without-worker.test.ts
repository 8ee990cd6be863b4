import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type System, startSystem } from '../../support/system.ts';
import { runApps } from '../apps-process.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem('--context', 'reviewWorker=off');
});
afterAll(() => system.stop());

test('On a new system with reviewWorker=off, the doctor only warns about missing parts of the review worker', async () => {
  const { code, output } = await runApps(system, ['doctor']);
  expect(output).toMatch(/^warn +review worker +no function consumes the review queue$/m);
  expect(output).toMatch(
    /^warn +rule close-review +it does not exist\n +→ right with reviewWorker=off; otherwise deploy the stack$/m,
  );
  expect(output).not.toMatch(/^fail/m);
  expect(code).toBe(0);
});
