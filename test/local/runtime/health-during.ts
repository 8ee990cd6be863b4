/** So many answers one after another show that the runtime serves: a held event loop gives one or two. */
export const SERVES = 10;

/** Number of answers of the health check, asked one after another, while `work` is not done. */
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
