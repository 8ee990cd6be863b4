import { describe, expect, test } from '@jest/globals';
import { nextFor } from '../../api/next-for.ts';
import type { Me, Review } from '../../api/types.generated.ts';

const review = (applicationId: string, changes: Partial<Review> = {}): Review => ({
  applicationId,
  state: 'PENDING',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T11:00:00.000Z',
  dueAt: '2026-02-03T11:00:00.000Z',
  deadline: '2026-03-02T11:00:00.000Z',
  decisionsRequired: 1,
  version: 1,
  ...changes,
});
const until = '2026-01-31T12:30:00.000Z';
const ann: Me = { username: 'ann', roles: ['reviewer'] };
const inTeam: Me = { ...ann, teams: ['addresses'], reasons: ['ADDRESS'] };

const next = (me: Me, ...open: readonly Review[]) => nextFor(open, me).map(({ applicationId }) => applicationId);

describe('The next reviews', () => {
  const name = review('name');
  const address = review('address', { reasons: ['ADDRESS'] });
  const both = review('both', { reasons: ['NAME', 'ADDRESS'] });

  test('keep the order in which they are due for a person without a team', () => {
    expect(next(ann, name, address)).toEqual(['name', 'address']);
  });

  test('with a reason of the person’s team come before the others', () => {
    expect(next(inTeam, name, both, address)).toEqual(['both', 'address', 'name']);
    expect(next(inTeam, name)).toEqual(['name']);
  });

  test('that the person holds come before all others', () => {
    const own = { ...name, claim: { reviewer: 'ann', until } };
    expect(next(inTeam, address, both, own)).toEqual(['name', 'address', 'both']);
  });

  test('are never those that another reviewer holds', () => {
    const others = { ...address, claim: { reviewer: 'bob', until } };
    expect(next(inTeam, name, others)).toEqual(['name']);
    expect(next(inTeam, others)).toEqual([]);
  });

  test('are never those that the person may not decide', () => {
    const second = review('second', { reasons: ['ADDRESS'], state: 'PENDING_SECOND', decidedBy: ['ann'] });
    const third = review('third', { reasons: ['ADDRESS'], state: 'PENDING_SUPERVISOR', decidedBy: ['bob', 'kim'] });
    const applicant = { name: 'Spock', address: '1 Street', submittedBy: 'ann', flagged: [] };
    expect(next(inTeam, second, third, review('own', { applicant }), name)).toEqual(['name']);
    expect(next({ ...inTeam, roles: ['supervisor'] }, second, third, name)).toEqual(['third', 'name']);
  });
});
