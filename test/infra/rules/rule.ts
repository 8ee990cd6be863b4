import type { Template } from './template.ts';

/** A rule that every template of this project must follow. */
export interface Rule {
  readonly name: string;
  readonly why: string;
  /** Lists the violations: logical id of the resource, and the fault. */
  check(template: Template): readonly string[];
}
