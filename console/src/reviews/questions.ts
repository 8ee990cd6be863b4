import { MAX_COMMENT_LENGTH, MAX_QUESTIONS } from '../../../api/limits.ts';

/** Why the API would refuse the questions. */
export type QuestionsFault = 'missing' | 'too-many' | 'too-long';

/** The questions in a text with one question on each line. */
export const questionsIn = (
  text: string,
): { readonly questions: readonly string[]; readonly fault: QuestionsFault | undefined } => {
  const questions = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { questions, fault: faultOf(questions) };
};

const faultOf = (questions: readonly string[]): QuestionsFault | undefined => {
  if (questions.length === 0) return 'missing';
  if (questions.length > MAX_QUESTIONS) return 'too-many';
  return questions.some(({ length }) => length > MAX_COMMENT_LENGTH) ? 'too-long' : undefined;
};
