import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('GET /me names the teams of a member, and the reasons that they take', async () => {
  const { body } = await api.ask('GET /me', user('ann', 'reviewer', 'team-addresses', 'team-unknown'));
  expect(body).toEqual({ username: 'ann', roles: ['reviewer'], teams: ['addresses'], reasons: ['ADDRESS'] });
});

test('GET /me has neither for a person without a team; a group with the bare name of a team is no team', async () => {
  const { body } = await api.ask('GET /me', user('bob', 'reviewer', 'addresses'));
  expect(body).toEqual({ username: 'bob', roles: ['reviewer'] });
});
