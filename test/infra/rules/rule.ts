import type { Template } from './template.ts';

/** A rule that every template of this project must follow. */
export interface Rule {
  readonly name: string;
  readonly why: string;
  /** Violations: the logical id of each, with what is wrong. */
  check(template: Template): readonly string[];
}
