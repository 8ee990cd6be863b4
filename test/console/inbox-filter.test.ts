import { describe, expect, test } from '@jest/globals';
import type { Review } from '../../api/types.generated.ts';
import {
  casePath,
  type InboxView,
  listBehind,
  neighbour,
  placeIn,
  questionOf,
  readView,
  select,
  viewAt,
  writeView,
} from '../../console/src/reviews/inbox-filter.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const WHO = { me: 'kirk', nowMs: NOW };
const LATER = '2026-01-31T13:00:00Z';
const EARLIER = '2026-01-31T11:00:00Z';

const review = (applicationId: string, dueAt: string, more: Partial<Review> = {}): Review => ({
  applicationId,
  dueAt,
  state: 'PENDING',
  reasons: ['NAME'],
  requestedAt: '2026-01-01T00:00:00Z',
  version: 1,
  deadline: '2026-03-01',
  decisionsRequired: 1,
  ...more,
});

/** In the order of the list. */
const REVIEWS = [
  review('first', '2026-02-01', { claim: { reviewer: 'kirk', until: LATER } }),
  review('second', '2026-02-02', { reasons: ['ADDRESS'], claim: { reviewer: 'spock', until: EARLIER } }),
  review('third', '2026-02-03', { claim: { reviewer: 'spock', until: LATER } }),
  review('fourth', '2026-02-04'),
];

const START = readView(new URLSearchParams());
const shown = (view: Partial<InboxView>): string[] =>
  select(REVIEWS, { ...START, ...view }, WHO).map(({ applicationId }) => applicationId);

describe('The inbox', () => {
  test('shows the user’s reviews in one tab, and reviews with an expired claim as unassigned', () => {
    expect(shown({ tab: 'mine' })).toEqual(['first']);
    expect(shown({ tab: 'unassigned' })).toEqual(['second', 'fourth']);
  });

  test('shows what is due first, and of the reviews that are done the latest first; links say only what differs', () => {
    const done = readView(new URLSearchParams('tab=done'));
    expect([START.sort, START.isDescending]).toEqual(['dueAt', false]);
    expect([done.sort, done.isDescending]).toEqual(['requestedAt', true]);
    expect(writeView(done).toString()).toBe('tab=done');
    expect(writeView({ ...done, isDescending: false }).toString()).toBe('tab=done&order=asc');
    expect(readView(new URLSearchParams('tab=done&order=asc')).isDescending).toBe(false);
    expect(readView(new URLSearchParams('tab=done&sort=applicationId')).sort).toBe('requestedAt');
  });

  test.each([
    ['', { state: 'OPEN', sort: 'dueAt', order: 'asc' }],
    ['tab=mine&order=desc', { state: 'OPEN', sort: 'dueAt', order: 'desc', claimedBy: 'kirk' }],
    ['tab=unassigned&sort=requestedAt', { state: 'OPEN', sort: 'requestedAt', order: 'asc', unclaimed: true }],
    ['tab=done&reason=NAME&q=+a-1+', { state: 'DONE', sort: 'requestedAt', order: 'desc', reason: 'NAME', q: 'a-1' }],
    ['q=two+words', undefined],
  ])(
    'asks the API what the view %j shows, and nothing for a text that no id and no user name can have',
    (query, asked) => {
      expect(questionOf(readView(new URLSearchParams(query)), 'kirk')).toEqual(asked);
    },
  );

  test('is searched by application and reviewer, and by reason', () => {
    expect(shown({ q: ' seco ' })).toEqual(['second']);
    expect(shown({ q: 'spock' })).toEqual(['second', 'third']);
    expect(shown({ reason: 'ADDRESS' })).toEqual(['second']);
    expect(shown({ q: 'nobody' })).toEqual([]);
  });

  test.each([
    ['', START],
    [
      'tab=mine&q=a+b&reason=NAME&sort=requestedAt&order=desc&page=3',
      {
        tab: 'mine',
        q: 'a b',
        applicant: '',
        reason: 'NAME',
        sort: 'requestedAt',
        isDescending: true,
        page: 3,
      },
    ],
  ])('has a link for each view, and the link opens that view: %j', (query, view) => {
    expect(readView(new URLSearchParams(query))).toEqual(view);
    expect(writeView(view as InboxView).toString()).toBe(query);
  });

  test('keeps the applicant in the history and out of every link', () => {
    const view = viewAt({ search: '?tab=mine', state: { search: 'Spock' } });
    expect(view).toEqual({ ...readView(new URLSearchParams('tab=mine')), applicant: 'Spock' });
    expect(writeView(view).toString()).toBe('tab=mine');
    expect(casePath('x', view)).toBe('/reviews/x?tab=mine');
    expect(viewAt({ search: '', state: null })).toEqual(START);
  });

  test('uses the defaults for a link with invalid parameters', () => {
    expect(readView(new URLSearchParams('tab=x&reason=y&sort=z&page=-1&order=up'))).toEqual(START);
  });
});

describe('The next case', () => {
  test('is the next due review that no other reviewer has claimed', () => {
    expect(neighbour(REVIEWS, 'first', 1, WHO)).toBe('second');
    expect(neighbour(REVIEWS, 'second', 1, WHO)).toBe('fourth');
    expect(neighbour(REVIEWS, 'first', -1, WHO)).toBeUndefined();
  });

  test('is the first review if the current case is no longer in the list', () => {
    expect(neighbour(REVIEWS, 'gone', 1, WHO)).toBe('first');
  });

  test('follows the filter and the order of the list from which the case was opened', () => {
    const view = { ...START, isDescending: true };
    expect(neighbour(REVIEWS.toReversed(), 'fourth', 1, { ...WHO, view })).toBe('second');
    const unassigned = { ...START, tab: 'unassigned' as const };
    expect(neighbour(REVIEWS, 'second', 1, { ...WHO, view: unassigned })).toBe('fourth');
    expect(neighbour(REVIEWS, 'second', -1, { ...WHO, view: unassigned })).toBeUndefined();
    expect(placeIn(REVIEWS, 'fourth', { ...WHO, view: unassigned })).toEqual({ position: 2, count: 2 });
  });

  test('keeps its place if the current case no longer matches the filter', () => {
    const view = { ...START, q: 'nobody' };
    expect(placeIn(REVIEWS, 'third', { ...WHO, view })).toEqual({ position: 1, count: 1 });
    expect(placeIn(REVIEWS, 'gone', { ...WHO, view })).toBeUndefined();
  });

  test('includes ended reviews in the list of ended reviews', () => {
    const done = ['a', 'b'].map((id) => review(id, `2026-02-0${id === 'a' ? 1 : 2}`, { state: 'REVIEW_APPROVED' }));
    expect(neighbour(done, 'a', 1, { ...WHO, view: { ...START, tab: 'done' } })).toBe('b');
  });

  test('has a link that contains the list’s view, and leads back to that list', () => {
    const view = { ...START, tab: 'mine' as const, q: 'a b', page: 3 };
    expect(casePath('x y', view, 'APPROVE')).toBe('/reviews/x%20y?tab=mine&q=a+b&decide=approve');
    expect(listBehind('/reviews/x%20y', '?tab=mine&q=a+b&decide=approve')).toBe('/reviews?tab=mine&q=a+b');
    expect(listBehind('/queues', '?tab=mine')).toBe('/reviews');
  });
});
