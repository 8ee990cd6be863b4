import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reviewerNamed } from '../../chaos/load.ts';
import { type System, startSystem } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

test('A reviewer whose session the API refuses signs in again', async () => {
  const { person } = reviewerNamed('reviewer-1');
  const decide = async () => (await (await person(system)).post('/reviews/nobody/decision', {})).status;
  const signedIn = await decide();
  expect(signedIn).not.toBe(401);
  // The reset ends all sessions, as the end of their hour does.
  expect((await fetch(`${system.endpoint}/_local/reset`, { method: 'POST' })).status).toBe(200);
  expect([await decide(), await decide()]).toEqual([401, signedIn]);
});
