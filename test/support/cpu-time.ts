/** Processor time of this thread during `work`, in milliseconds; unlike wall-clock time, it excludes waiting for a core. */
export const cpuMsOf = async (work: () => unknown): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};
