import type { Scenario } from './scenario.ts';
import { scenario as kill } from './scenarios/kill.ts';

/** Every scenario by name, in the order in which they run. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  kill,
};
