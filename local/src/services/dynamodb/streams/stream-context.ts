import type { Kernel } from '../../../core/kernel.ts';
import type { Types } from '../dynalite-types.ts';
import type { ItemDatabase } from '../item-database.ts';
import { checked } from '../perform.ts';
import { streamNotFound } from './errors.ts';
import type { Stream } from './stream.ts';
import type { StreamStore } from './stream-store.ts';

/** The objects that all actions on streams use. */
export interface StreamContext {
  readonly kernel: Kernel;
  readonly database: ItemDatabase;
  readonly streams: StreamStore;
}

/** The stream with this ARN. Throws ResourceNotFoundException. */
export const requireStream = ({ streams }: StreamContext, arn: string): Stream => {
  const stream = streams.find(arn);
  if (!stream) throw streamNotFound(arn);
  return stream;
};

/**
 * Checks the input of an action against `types` and returns it as its TypeScript type, which must agree with `types`.
 * Throws ValidationException and SerializationException.
 */
export const inputOf = <Input>(
  { database }: StreamContext,
  action: string,
  types: Types,
  input: Record<string, unknown>,
): Input => checked(action, { types, custom: undefined }, input, database) as Input;
