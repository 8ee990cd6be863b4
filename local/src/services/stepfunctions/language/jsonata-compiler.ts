import jsonata, { type Expression } from 'jsonata';
import { MAX_NESTED, OUT_OF_MEMORY, STACK_OVERFLOW, TIMED_OUT } from './jsonata-limits.ts';

/** AWS's messages for an expression that exceeds a limit, by JSONata's error code. AWS does not show the code. */
const BEYOND_BOUNDS: ReadonlyMap<unknown, string> = new Map([
  ['D1011', STACK_OVERFLOW],
  ['D1012', TIMED_OUT],
  ['D2015', OUT_OF_MEMORY],
]);

/** Limits of one evaluation. */
export interface Guards {
  readonly timeoutMs: number;
  /** Maximum number of items of a sequence. */
  readonly maxItems: number;
  /** Called before each node of the syntax tree is evaluated; can throw to end the evaluation. */
  beforeEach?(): void;
}

export type CompiledExpression =
  | { readonly kind: 'valid'; readonly expression: Expression }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Compiles a JSONata expression; returns a syntax error instead of throwing it. */
export function compileExpression(text: string, guards: Guards): CompiledExpression {
  try {
    return { kind: 'valid', expression: jsonata(text, optionsOf(guards)) };
  } catch (error) {
    return { kind: 'invalid', reason: reasonOf(error) };
  }
}

/**
 * The options of the JSONata library. JSONata reads `stack` before it evaluates a node, so its getter calls
 * `beforeEach`.
 */
const optionsOf = ({ timeoutMs, maxItems, beforeEach }: Guards) => ({
  timeout: timeoutMs,
  sequence: maxItems,
  get stack(): number {
    beforeEach?.();
    return MAX_NESTED;
  },
});

/** The last part of AWS's error message. JSONata's own errors have a code, other errors have none. */
export function reasonOf(error: unknown): string {
  // JSONata throws plain objects, not instances of Error.
  const { code, message } = Object(error);
  const bound = BEYOND_BOUNDS.get(code);
  if (bound !== undefined) return `: ${bound}`;
  return typeof code === 'string' ? `. ${code}: ${message}` : `: ${message}`;
}

/** Whether JSONata stopped the evaluation at the limit of time or items. */
export const isBeyondGuards = (error: unknown): boolean => {
  const { code } = Object(error);
  return code === 'D1012' || code === 'D2015';
};
