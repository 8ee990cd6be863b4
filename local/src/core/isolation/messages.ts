/** Messages between the runtime's main thread and a worker thread. */

/** Work for the thread: the module at `module` exports `perform`, which is called with `input`. */
export interface WorkMessage {
  readonly module: string;
  readonly input: unknown;
}

export type ThreadMessage =
  /** The module is loaded and the work begins. The time limit of the work starts now. */
  { readonly kind: 'begun' } | ThreadAnswer;

export type ThreadAnswer =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly reason: string };
