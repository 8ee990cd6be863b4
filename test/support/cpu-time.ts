/** Milliseconds for which this thread has used a processor during `work`: waiting for one on a busy machine does not count. */
export const cpuMsOf = async (work: () => unknown): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};
