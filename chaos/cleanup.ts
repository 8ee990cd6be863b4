const pending = new Set<() => void>();

process.once('exit', () => {
  for (const clean of [...pending].reverse()) clean();
});

/** Calls `clean` after `work`, also if a signal ends the harness during `work`. `clean` must be synchronous. */
export const cleanedUp = async <Result>(clean: () => void, work: () => Promise<Result>): Promise<Result> => {
  pending.add(clean);
  try {
    return await work();
  } finally {
    pending.delete(clean);
    clean();
  }
};
