import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';

/** An object with StartAt and States: the state machine, a branch of a Parallel, the processor of a Map. */
export interface Container {
  readonly location: string;
  readonly startAt: Json | undefined;
  readonly states: readonly (readonly [name: string, state: JsonObject])[];
}

/** The state machine and all containers inside its states, outer ones first. */
export function containersOf(definition: JsonObject, location = ''): Container[] {
  const states = Object.entries(isObject(definition.States) ? definition.States : {}).filter(
    (entry): entry is [string, JsonObject] => isObject(entry[1]),
  );
  const own: Container = { location, startAt: definition.StartAt, states };
  return [own, ...states.flatMap(([name, state]) => innerContainers(state, `${location}/States/${name}`))];
}

function innerContainers(state: JsonObject, location: string): Container[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const places: [string, Json | undefined][] = [
    ...branches.map((branch: Json, index: number): [string, Json] => [`Branches[${index}]`, branch]),
    ['ItemProcessor', state.ItemProcessor],
    ['Iterator', state.Iterator],
  ];
  return places.flatMap(([place, inner]) => (isObject(inner) ? containersOf(inner, `${location}/${place}`) : []));
}
