import type { Kernel } from '../../../core/kernel.ts';
import type { Types } from '../dynalite-types.ts';
import type { ItemDatabase } from '../item-database.ts';
import { checked } from '../perform.ts';
import { streamNotFound } from './errors.ts';
import type { Stream } from './stream.ts';
import type { StreamStore } from './stream-store.ts';

/** Shared objects of the actions on streams. */
export interface StreamContext {
  readonly kernel: Kernel;
  readonly database: ItemDatabase;
  readonly streams: StreamStore;
}

/** Throws ResourceNotFoundException. */
export const requireStream = ({ streams }: StreamContext, arn: string): Stream => {
  const stream = streams.find(arn);
  if (!stream) throw streamNotFound(arn);
  return stream;
};

/**
 * The input of an action as its type, which must agree with `types`. Throws ValidationException and
 * SerializationException.
 */
export const inputOf = <Input>(
  { database }: StreamContext,
  action: string,
  types: Types,
  input: Record<string, unknown>,
): Input => checked(action, { types, custom: undefined }, input, database) as Input;
