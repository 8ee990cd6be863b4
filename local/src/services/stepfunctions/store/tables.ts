import type { Store } from '../../../core/store/store.ts';
import { Activities } from './activities.ts';
import { Aliases } from './aliases.ts';
import { Children } from './children.ts';
import { Executions } from './executions.ts';
import { History } from './history.ts';
import { MapRunChildren } from './map-run-children.ts';
import { MapRuns } from './map-runs.ts';
import { defineTables } from './schema.ts';
import { StateMachines } from './state-machines.ts';
import { Tags } from './tags.ts';
import { Versions } from './versions.ts';

export interface Tables {
  readonly stateMachines: StateMachines;
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly tags: Tags;
  readonly executions: Executions;
  readonly history: History;
  readonly mapRuns: MapRuns;
  readonly mapRunChildren: MapRunChildren;
  readonly activities: Activities;
  readonly children: Children;
}

export const openTables = (store: Store): Tables => {
  defineTables(store);
  return {
    stateMachines: new StateMachines(store),
    versions: new Versions(store),
    aliases: new Aliases(store),
    tags: new Tags(store),
    executions: new Executions(store),
    history: new History(store),
    mapRuns: new MapRuns(store),
    mapRunChildren: new MapRunChildren(store),
    activities: new Activities(store),
    children: new Children(store),
  };
};
