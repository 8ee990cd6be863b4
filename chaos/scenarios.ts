import type { Scenario } from './scenario.ts';
import { scenario as diskFull } from './scenarios/disk-full.ts';
import { scenario as failedFlush } from './scenarios/failed-flush.ts';
import { scenario as flood } from './scenarios/flood.ts';
import { scenario as flush } from './scenarios/flush.ts';
import { scenario as kill } from './scenarios/kill.ts';
import { scenario as sync } from './scenarios/sync.ts';

/** Every scenario by name, in the order in which they run. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  kill,
  flush,
  sync,
  'failed-flush': failedFlush,
  'disk-full': diskFull,
  flood,
};
