import type { Template } from './template.ts';

/** Something every template of ours must hold to. */
export interface Rule {
  readonly name: string;
  readonly why: string;
  /** What breaks it: the logical id of each, with what is wrong. */
  check(template: Template): readonly string[];
}
