/** Heaps of the main thread: a nursery of 8 MB, at most 2 GB in all; and `gc`, for what is collected at rest. */
const NODE_OPTIONS = ['--max-semi-space-size=8', '--max-old-space-size=2000', '--expose-gc'];
/**
 * How glibc keeps what was given back: by itself each thread has a reserve of its own, and each reserve comes to keep
 * more the larger the pieces are. That was 120 MiB of 400 after a busy time.
 * https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html
 */
const MALLOC = { MALLOC_ARENA_MAX: '3', MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '65536' };

/**
 * Begins the process again with the settings it lacks, which are read when a process begins; it keeps its id, and what
 * the user has set. To be called before anything else is loaded. On Windows, where a process cannot be replaced, nothing
 * happens.
 */
exports.tuneProcess = () => {
  const { execPath, execArgv, argv, env, platform } = process;
  const options = NODE_OPTIONS.filter((option) => !execArgv.includes(option));
  const isTuned = options.length === 0 && (platform !== 'linux' || env.MALLOC_ARENA_MAX !== undefined);
  if (isTuned || process.execve === undefined) return;
  process.execve(execPath, [execPath, ...options, ...execArgv, ...argv.slice(1)], { ...MALLOC, ...env });
};
