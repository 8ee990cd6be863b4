import { describe, expect, test } from '@jest/globals';
import { questionsIn } from '../../console/src/reviews/questions.ts';

describe('The questions to an applicant', () => {
  test('are the lines of the text, without blank lines and surrounding spaces', () => {
    expect(questionsIn(' Which street? \n\nWhich number?\n')).toEqual({
      questions: ['Which street?', 'Which number?'],
      fault: undefined,
    });
  });

  test.each([
    ['missing', ' \n '],
    ['too-many', 'Why?\n'.repeat(11)],
    ['too-long', 'a'.repeat(2001)],
  ])('are refused as the API refuses them: %s', (fault, text) => {
    expect(questionsIn(text).fault).toBe(fault);
  });

  test('are accepted at the limits', () => {
    expect(questionsIn(`${'a'.repeat(2000)}\n`.repeat(10)).fault).toBeUndefined();
  });
});
