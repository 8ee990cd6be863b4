import { FIELD_RULES } from './generated/rules.generated.ts';
import type { ApplicationSubmitted } from './generated/types.generated.ts';
import { isApplicationSubmitted } from './generated/validators.generated.js';
import { brokenLimit } from './limits.ts';
import { describeFailures } from './refusal.ts';

export type Applicant = ApplicationSubmitted['application'];

export type ParsedSubmission =
  | { readonly ok: true; readonly application: Applicant; readonly submittedBy?: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads the detail of an ApplicationSubmitted event. Returns the submission, or a refusal with the invalid fields and
 * their rules. The refusal contains no values. Unknown members are ignored, and `submittedBy` without `attributed`.
 */
export function parseApplicationSubmitted(detail: unknown): ParsedSubmission {
  const limit = brokenLimit(detail);
  if (limit !== undefined) return { ok: false, reason: limit };
  if (isApplicationSubmitted(detail)) {
    const { application, submittedBy, attributed } = detail;
    const isFromApi = attributed === true && submittedBy !== undefined;
    return { ok: true, application: knownFields(application), ...(isFromApi ? { submittedBy } : {}) };
  }
  return { ok: false, reason: describeFailures(isApplicationSubmitted.errors ?? [], FIELD_RULES.ApplicationSubmitted) };
}

function knownFields({ id, name, address, email }: Applicant): Applicant {
  return { id, name, address, ...(email === undefined ? {} : { email }) };
}
