/**
 * Options for the main thread: a young generation with semi-spaces of 8 MB, an old generation of at most 2 GB, and `gc`
 * for garbage collection when idle.
 */
const NODE_OPTIONS = ['--max-semi-space-size=8', '--max-old-space-size=2000', '--expose-gc'];
/**
 * Makes glibc return freed memory to the system. By default each thread has its own arena, and the thresholds at which
 * an arena returns memory grow with the size of freed blocks; this kept 120 MiB of 400 MiB after load.
 * https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html
 */
const MALLOC = { MALLOC_ARENA_MAX: '3', MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '65536' };

/**
 * Restarts the process in place (same process id) if it lacks these settings, because Node and glibc read them only
 * when a process starts. Settings of the user are kept. Call this before loading anything else. Does nothing on
 * Windows, which has no `execve`.
 */
exports.tuneProcess = () => {
  const { execPath, execArgv, argv, env, platform } = process;
  const options = NODE_OPTIONS.filter((option) => !execArgv.includes(option));
  const isTuned = options.length === 0 && (platform !== 'linux' || env.MALLOC_ARENA_MAX !== undefined);
  if (isTuned || process.execve === undefined) return;
  process.execve(execPath, [execPath, ...options, ...execArgv, ...argv.slice(1)], { ...MALLOC, ...env });
};
