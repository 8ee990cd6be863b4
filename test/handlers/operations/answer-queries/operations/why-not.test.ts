import { describe, expect, test } from '@jest/globals';
import { answerOf, partsOf } from '../../../../../handlers/operations/answer-queries/operations/why-not.ts';

const PATTERN = { source: ['shop'], detail: { state: ['SOLD'], price: [{ numeric: ['>', 10] }] } };

describe('Why a rule does not match', () => {
  test('is asked for each field that its pattern names', () => {
    expect(partsOf(PATTERN)).toEqual([
      { field: 'source', pattern: { source: ['shop'] } },
      { field: 'detail.state', pattern: { detail: { state: ['SOLD'] } } },
      { field: 'detail.price', pattern: { detail: { price: [{ numeric: ['>', 10] }] } } },
    ]);
  });

  test('keeps together what stands in $or', () => {
    expect(partsOf({ $or: [{ source: ['a'] }, { source: ['b'] }] })).toEqual([
      { field: '$or', pattern: { $or: [{ source: ['a'] }, { source: ['b'] }] } },
    ]);
  });

  test('names the fields that are not met, and what is wanted of them', async () => {
    const meets = async (pattern: object) => JSON.stringify(pattern) === '{"source":["shop"]}';
    expect(await answerOf(PATTERN, '{}', meets)).toEqual({
      matches: false,
      unmet: [
        { field: 'detail.state', wants: ['SOLD'] },
        { field: 'detail.price', wants: [{ numeric: ['>', 10] }] },
      ],
    });
  });

  test('is not asked when the whole pattern is met', async () => {
    const asked: object[] = [];
    const meets = async (pattern: object) => asked.push(pattern) > 0;
    expect(await answerOf(PATTERN, '{}', meets)).toEqual({ matches: true, unmet: [] });
    expect(asked).toEqual([PATTERN]);
  });
});
