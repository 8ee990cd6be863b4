import { createHash } from 'node:crypto';
import { validationError } from '../../../core/aws/aws-error.ts';
import type { Item } from '../dynalite-types.ts';

/** Where a SELECT continues: after the item with the key `after` in the partition with this number. */
export interface Place {
  readonly partition: number;
  readonly after?: Item | undefined;
}

/** What a token belongs to: a statement and its parameters. */
interface Request {
  readonly Statement: string;
  readonly Parameters?: unknown;
}

const digestOf = ({ Statement, Parameters }: Request): string =>
  createHash('sha256')
    .update(JSON.stringify([Statement, Parameters]))
    .digest('base64url')
    .slice(0, 16);

export const nextToken = (request: Request, place: Place): string =>
  Buffer.from(JSON.stringify({ ...place, of: digestOf(request) })).toString('base64url');

const parsed = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** Reads a NextToken. Throws ValidationException if it is invalid, or belongs to another statement. */
export const placeOf = (request: Request, token: string | undefined): Place => {
  if (token === undefined) return { partition: 0 };
  const place = parsed(token) as (Place & { readonly of?: string }) | null | undefined;
  if (typeof place?.partition !== 'number') throw validationError('Invalid NextToken');
  if (place.of !== digestOf(request)) throw validationError('NextToken does not match request');
  return { partition: place.partition, after: place.after };
};
