import type { CaseEntry, CaseFile, CaseFinding, CaseVerification } from '../../api/types.generated.ts';
import { printable } from '../terminal/table.ts';

/** The members of facts or personal data as `name: value` texts, without the salt. */
export function memberTexts(members: object = {}): readonly string[] {
  return Object.entries(members)
    .filter(([name]) => name !== 'salt')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

/** One entry as one line, without personal data. */
export function entryLine({ number, at, kind, facts }: CaseEntry): string {
  return printable(`${String(number).padEnd(3)}  ${at}  ${kind.padEnd(20)}  ${memberTexts(facts).join(', ')}`);
}

export function findingLine(applicationId: string, { number, what, text }: CaseFinding): string {
  return printable(`${applicationId}  entry ${number}  ${what}  ${text}`);
}

/** What the verification of a file shows. */
export function proofLine({ sealed }: CaseFile, { applicationId, entries, findings }: CaseVerification): string {
  if (findings.length > 0) return `${applicationId}: ${entries} entries, ${findings.length} findings.`;
  const seal = sealed === undefined ? 'not sealed yet' : `sealed up to entry ${sealed.number} at ${sealed.sealedAt}`;
  return `${applicationId}: ${entries} entries, complete and unchanged; ${seal}.`;
}
