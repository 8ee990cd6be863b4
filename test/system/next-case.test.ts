import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Person, signIn } from '../support/api.ts';
import { reviewIn, type System, startSystem, submit } from '../support/system.ts';
import { addUser } from '../support/users.ts';

const CASES = Array.from({ length: 10 }, (_, index) => `next-${index}`);
const CALLERS = Array.from({ length: 20 }, (_, index) => `caller-${index}`);

let system: System;
let people: readonly Person[];
beforeAll(async () => {
  system = await startSystem();
  people = await Promise.all(
    CALLERS.map(async (name) => {
      await addUser(system, name, 'reviewer');
      return signIn(system, name);
    }),
  );
  for (const id of CASES) await submit(system, { id, name: 'evil Spock', address: '123 Enterprise Street' });
  await Promise.all(CASES.map((id) => reviewIn(system, id, 'PENDING')));
});
afterAll(() => system.stop());

describe('20 reviewers who ask for their next case at the same time', () => {
  test('get 10 different cases, and the others learn that there is none', async () => {
    const answers = await Promise.all(people.map((person) => person.post('/reviews/next')));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.map(({ body }) => body.applicationId).toSorted()).toEqual(CASES);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(10);
    const claims = await Promise.all(CASES.map((id) => reviewIn(system, id, 'PENDING')));
    const holders = claims.map(({ claim }) => (claim as { readonly reviewer: string }).reviewer);
    expect(new Set(holders).size).toBe(10);
  });

  test('get the same answers if they ask again', async () => {
    const ask = async () => Promise.all(people.map(async (person) => (await person.post('/reviews/next')).body));
    const idsOf = (bodies: Awaited<ReturnType<typeof ask>>) => bodies.map(({ applicationId }) => applicationId);
    expect(idsOf(await ask())).toEqual(idsOf(await ask()));
  });
});
