import type { ApplicationRecord } from '../../shared/application-record.ts';
import { type CheckExplanation, explainChecks } from '../../shared/check-rules.ts';

/** What a reviewer decides from. */
export interface Facts {
  readonly name: string;
  readonly address: string;
  readonly submittedAt: string;
  readonly checks: readonly CheckExplanation[];
}

export function factsOf({ name, address, submittedAt }: ApplicationRecord): Facts {
  return { name, address, submittedAt, checks: explainChecks({ name, address }) };
}
