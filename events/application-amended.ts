import { FIELD_RULES } from './generated/rules.generated.ts';
import type { ApplicationAmended } from './generated/types.generated.ts';
import { isApplicationAmended } from './generated/validators.generated.js';
import { brokenLimit } from './limits.ts';
import { describeFailures } from './refusal.ts';

/** The changed members of an application, with the version that they create. The submission is version 1. */
export type AmendedApplication = Pick<
  ApplicationAmended['application'],
  'id' | 'version' | 'name' | 'address' | 'email'
>;

export type ParsedAmendment =
  | { readonly ok: true; readonly application: AmendedApplication; readonly submittedBy?: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads the detail of an ApplicationAmended event. Returns the amendment, or a refusal with the invalid fields and their
 * rules. The refusal contains no values. Unknown members are ignored.
 */
export function parseApplicationAmended(detail: unknown): ParsedAmendment {
  const limit = brokenLimit(detail);
  if (limit !== undefined) return { ok: false, reason: limit };
  if (!isApplicationAmended(detail))
    return { ok: false, reason: describeFailures(isApplicationAmended.errors ?? [], FIELD_RULES.ApplicationAmended) };
  const { application, submittedBy } = detail;
  const { id, version, ...others } = application;
  const changed = changedMembers(others);
  if (Object.keys(changed).length === 0)
    return { ok: false, reason: 'application must have at least one of name, address and email' };
  return { ok: true, application: { id, version, ...changed }, ...(submittedBy === undefined ? {} : { submittedBy }) };
}

type Changed = Pick<AmendedApplication, 'name' | 'address' | 'email'>;

function changedMembers({ name, address, email }: Changed): Changed {
  return {
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(email === undefined ? {} : { email }),
  };
}
