/**
 * This many answers one after another prove that the runtime serves. While the event loop is blocked there are only one
 * or two.
 */
export const SERVES = 10;

/**
 * Requests the health repeatedly, one request after another, until `work` ends. Resolves with the number of answers.
 */
export const healthAnswersDuring = async (endpoint: string, work: Promise<unknown>): Promise<number> => {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  let answers = 0;
  while (!done) {
    const answer = await fetch(`${endpoint}/_local/health`);
    await answer.text();
    if (!done && answer.ok) answers += 1;
  }
  await ended;
  return answers;
};
