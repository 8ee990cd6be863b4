import { describe, expect, test } from '@jest/globals';
import {
  answerOf,
  PatternRefused,
  partsOf,
} from '../../../../../handlers/operations/answer-queries/operations/why-not.ts';

const PATTERN = { source: ['shop'], detail: { state: ['SOLD'], price: [{ numeric: ['>', 10] }] } };

describe('The explanation why a rule does not match', () => {
  test('splits the pattern into one part per field', () => {
    expect(partsOf(PATTERN)).toEqual([
      { field: 'source', pattern: { source: ['shop'] } },
      { field: 'detail.state', pattern: { detail: { state: ['SOLD'] } } },
      { field: 'detail.price', pattern: { detail: { price: [{ numeric: ['>', 10] }] } } },
    ]);
  });

  test('keeps the alternatives of $or in one part', () => {
    expect(partsOf({ $or: [{ source: ['a'] }, { source: ['b'] }] })).toEqual([
      { field: '$or', pattern: { $or: [{ source: ['a'] }, { source: ['b'] }] } },
    ]);
  });

  test('names the fields that do not match, and the condition on each', async () => {
    const matches = async (pattern: object) => JSON.stringify(pattern) === '{"source":["shop"]}';
    expect(await answerOf(PATTERN, '{}', matches)).toEqual({
      matches: false,
      unmet: [
        { field: 'detail.state', wants: ['SOLD'] },
        { field: 'detail.price', wants: [{ numeric: ['>', 10] }] },
      ],
    });
  });

  test('names the condition on a field whose name has dots', async () => {
    const pattern = { detail: { 'a.b': ['x'], '': [{ exists: false }] } };
    expect((await answerOf(pattern, '{}', async () => false)).unmet).toEqual([
      { field: 'detail.a.b', wants: ['x'] },
      { field: 'detail.', wants: [{ exists: false }] },
    ]);
  });

  test('is EventBridge’s message if EventBridge refuses the pattern', async () => {
    const refuses = () => Promise.reject(new PatternRefused('Event pattern is not valid.'));
    expect(await answerOf(PATTERN, '{}', refuses)).toEqual({
      matches: false,
      unmet: [],
      reason: 'Event pattern is not valid.',
    });
  });

  test('fails if EventBridge does not answer', async () => {
    const fails = () => Promise.reject(new Error('no answer'));
    await expect(answerOf(PATTERN, '{}', fails)).rejects.toThrow('no answer');
  });

  test('tests no parts if the whole pattern matches', async () => {
    const asked: object[] = [];
    const matches = async (pattern: object) => asked.push(pattern) > 0;
    expect(await answerOf(PATTERN, '{}', matches)).toEqual({ matches: true, unmet: [] });
    expect(asked).toEqual([PATTERN]);
  });
});
