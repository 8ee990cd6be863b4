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

const next = (me: Me, ...open: readonly Review[]) => nextFor(open, me)?.applicationId;

describe('The next review', () => {
  const name = review('name');
  const address = review('address', { reasons: ['ADDRESS'] });
  const both = review('both', { reasons: ['NAME', 'ADDRESS'] });

  test('is the first one for a person without a team', () => {
    expect(next(ann, name, address)).toBe('name');
  });

  test('has a reason of the person’s team, if there is one; else it is the first of the others', () => {
    expect(next(inTeam, name, both, address)).toBe('both');
    expect(next(inTeam, name)).toBe('name');
  });

  test('is never one that another reviewer holds; a review of one’s own is', () => {
    const others = { ...address, claim: { reviewer: 'bob', until } };
    expect(next(inTeam, name, others)).toBe('name');
    expect(next(ann, { ...name, claim: { reviewer: 'ann', until } })).toBe('name');
    expect(next(inTeam, others)).toBeUndefined();
  });

  test('is never one that the person may not decide', () => {
    const second = review('second', { reasons: ['ADDRESS'], state: 'PENDING_SECOND', decidedBy: ['ann'] });
    const third = review('third', { reasons: ['ADDRESS'], state: 'PENDING_SUPERVISOR', decidedBy: ['bob', 'kim'] });
    expect(next(inTeam, second, third, name)).toBe('name');
    expect(next({ ...inTeam, roles: ['supervisor'] }, second, third, name)).toBe('third');
  });
});
