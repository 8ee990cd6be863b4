import { sha256 } from './entry.ts';

/** The end of one file: number and hash of its last entry. */
export interface Head {
  readonly applicationId: string;
  readonly number: number;
  readonly hash: string;
}

/** Hash of the canonical JSON of `[[applicationId, number, hash], …]`, sorted by the UTF-16 code units of the id. */
export function rootOf(heads: Iterable<Head>): string {
  const sorted = [...heads].sort((left, right) => (left.applicationId < right.applicationId ? -1 : 1));
  return sha256(sorted.map(({ applicationId, number, hash }) => [applicationId, number, hash]));
}
