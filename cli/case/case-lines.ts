import type { CaseEntry, CaseFile, CaseFinding, CaseVerification } from '../../api/types.generated.ts';
import { ERASED } from '../../case-file/entry.ts';
import { memberTexts } from '../../case-file/member-texts.ts';
import { printable } from '../terminal/table.ts';

/** One entry as one line, without personal data. */
export function entryLine({ number, at, kind, facts }: CaseEntry): string {
  return printable(`${String(number).padEnd(3)}  ${at}  ${kind.padEnd(20)}  ${memberTexts(facts).join(', ')}`);
}

export function findingLine(applicationId: string, { number, what, text }: CaseFinding): string {
  return printable(`${applicationId}  entry ${number}  ${what}  ${text}`);
}

/** What the verification of a file shows. */
export function proofLine({ entries: list, sealed }: CaseFile, verified: CaseVerification): string {
  const { applicationId, entries, findings } = verified;
  if (findings.length > 0) return `${applicationId}: ${entries} entries, ${findings.length} findings.`;
  const seal = sealed === undefined ? 'not sealed yet' : `sealed up to entry ${sealed.number} at ${sealed.sealedAt}`;
  return `${applicationId}: ${erasureText(list)}${entries} entries, complete and unchanged; ${seal}.`;
}

/** Says of an erased file when, by whom and why it was erased; empty for other files. */
function erasureText(entries: readonly CaseEntry[]): string {
  const erasure = entries.findLast(({ kind }) => kind === ERASED);
  if (erasure === undefined) return '';
  const { requestedBy, confirmedBy, reason }: ErasureFacts = erasure.facts;
  const people = `${requestedBy} (request) and ${confirmedBy} (confirmation)`;
  return `${printable(`verified, erased on ${erasure.at} by ${people} for ${reason}`)}: `;
}

/** Facts of the entry about an erasure, as the system writes them. */
interface ErasureFacts {
  readonly requestedBy?: unknown;
  readonly confirmedBy?: unknown;
  readonly reason?: unknown;
}
