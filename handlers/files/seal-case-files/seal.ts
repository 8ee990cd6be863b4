import { type Head, rootOf } from '../../../case-file/seal.ts';
import type { Announce } from '../../shared/announcer.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ReadEntries, Seal, Seals } from './ports.ts';

export interface Ports {
  readonly seals: Seals;
  readonly readEntries: ReadEntries;
  readonly announce: Announce;
  readonly now: Clock;
}

export interface Sealed {
  readonly seal: Seal;
  /** Applications whose file no longer contains the sealed entry: it was cut, or written again. Their seal stays. */
  readonly altered: readonly string[];
}

/** Heads that are stored in one step. */
const STORED_AT_ONCE = 1_000;

/**
 * Seals all files: stores the new end of each file that has grown, and one root hash of all ends, which it announces.
 * Idempotent: a repetition after a crash makes one more seal with the same root.
 */
export async function sealCaseFiles(ports: Ports): Promise<Sealed> {
  const { seals, readEntries, announce, now } = ports;
  const sealed = await headsIn(seals.heads());
  const { ends, confirmed } = await readFiles(readEntries(), sealed);
  const altered = [...sealed.keys()].filter((id) => !confirmed.has(id));
  const heads = new Map([...ends, ...altered.flatMap((id) => entryOf(sealed, id))]);
  const sealedAt = now().toISOString();
  const grown = [...heads.values()].filter(({ applicationId: id, number }) => sealed.get(id)?.number !== number);
  for (let start = 0; start < grown.length; start += STORED_AT_ONCE)
    await seals.storeHeads(grown.slice(start, start + STORED_AT_ONCE), sealedAt);
  const seal = nextSeal(await seals.latest(), [...heads.values()], sealedAt);
  await seals.store(seal);
  const { sealedAt: occurredAt, ...detail } = seal;
  await announce({ name: 'CaseFilesSealed', detail: { ...detail, occurredAt } });
  return { seal, altered };
}

type Heads = Map<string, Head>;

const entryOf = (heads: Heads, id: string): [string, Head][] => {
  const head = heads.get(id);
  return head === undefined ? [] : [[id, head]];
};

async function headsIn(pages: AsyncIterable<readonly Head[]>): Promise<Heads> {
  const heads: Heads = new Map();
  for await (const page of pages) for (const head of page) heads.set(head.applicationId, head);
  return heads;
}

/** The last entry of each file, and the files that contain their sealed entry. */
async function readFiles(
  pages: AsyncIterable<readonly Head[]>,
  sealed: Heads,
): Promise<{ readonly ends: Heads; readonly confirmed: ReadonlySet<string> }> {
  const ends: Heads = new Map();
  const confirmed = new Set<string>();
  for await (const page of pages)
    for (const head of page) {
      const { applicationId: id, number, hash } = head;
      const known = sealed.get(id);
      if (known?.number === number && known.hash === hash) confirmed.add(id);
      if (number > (ends.get(id)?.number ?? 0)) ends.set(id, head);
    }
  return { ends, confirmed };
}

function nextSeal(latest: Seal | undefined, heads: readonly Head[], sealedAt: string): Seal {
  return {
    number: (latest?.number ?? 0) + 1,
    sealedAt,
    root: rootOf(heads),
    ...(latest === undefined ? {} : { previousRoot: latest.root }),
    files: heads.length,
    entries: heads.reduce((sum, { number }) => sum + number, 0),
  };
}
