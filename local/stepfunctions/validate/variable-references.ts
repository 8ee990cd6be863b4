import type { JsonObject } from '../language/json.ts';

/** The variables each state reads, by state name (inner states included), sorted; states that read none are absent. */
export function variableReferences(_definition: JsonObject): Record<string, string[]> {
  return {};
}
