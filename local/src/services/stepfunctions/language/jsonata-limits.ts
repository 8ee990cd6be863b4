/** Maximum number of nested evaluations on AWS. */
export const MAX_NESTED = 100;
/** Maximum number of items of an array, as measured on AWS. */
export const MAX_ITEMS = 873_782;
/** Maximum memory of a text or a result, in bytes: the memory of the longest array. */
export const MAX_BYTES = 8 * MAX_ITEMS;
/** Maximum time for one evaluation, in milliseconds. */
export const MAX_EVALUATION_MS = 5_000;

export const STACK_OVERFLOW = `Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive. Depth=${MAX_NESTED + 1} max=${MAX_NESTED}`;
export const TIMED_OUT = 'Expression evaluation timeout: Check for infinite loop';
export const OUT_OF_MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** The error, with AWS's message, of an evaluation that would take more memory than AWS gives it. */
export const outOfMemory = (): Error => new Error(OUT_OF_MEMORY);
