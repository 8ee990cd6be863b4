export const LATE = Symbol('late');

/**
 * Resolves with the result of `work`, or with LATE if `work` takes longer than `ms` milliseconds of wall-clock time.
 */
export const resultWithin = async <T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
