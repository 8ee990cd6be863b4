import type { Json, Members } from '../../../case-file/entry.ts';

/** What one entry says about a change. `personal` gets its salt when the entry is written. */
export interface Description {
  readonly at: string;
  readonly kind: string;
  readonly facts: Members;
  readonly personal?: Members;
}

/** The members of these names that exist. */
export function picked(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const value = members[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The description, with `personal` only if it has members. */
export function described(description: Omit<Description, 'personal'>, personal: Members): Description {
  return Object.keys(personal).length === 0 ? description : { ...description, personal };
}

export function objectIn(value: Json | undefined): Members | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

export function listIn(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : [];
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Who decided what and why, without the free text. */
export const decisionFacts = (decision: Members): Members =>
  picked(decision, ['decision', 'reviewer', 'reasonCode', 'role', 'at']);

export const decisionPersonal = (decision: Members): Members => picked(decision, ['comment', 'questions']);
