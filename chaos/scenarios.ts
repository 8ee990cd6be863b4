import type { Scenario } from './scenario.ts';
import { setBackScenario as clockBack, killScenario as clockKill } from './scenarios/clock.ts';
import { scenario as damage } from './scenarios/damage.ts';
import { scenario as diskFull } from './scenarios/disk-full.ts';
import { scenario as failedFlush } from './scenarios/failed-flush.ts';
import { scenario as flood } from './scenarios/flood.ts';
import { scenario as flush } from './scenarios/flush.ts';
import { scenario as kill } from './scenarios/kill.ts';
import { scenario as races } from './scenarios/races.ts';
import { scenario as soak } from './scenarios/soak.ts';
import { scenario as sync } from './scenarios/sync.ts';
import { scenario as upgrade } from './scenarios/upgrade.ts';

/** Every scenario by name, in the order in which they run. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  kill,
  flush,
  sync,
  'failed-flush': failedFlush,
  'disk-full': diskFull,
  damage,
  'clock-kill': clockKill,
  'clock-back': clockBack,
  flood,
  upgrade,
  races,
  soak,
};
