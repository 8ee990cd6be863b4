import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import type { Container } from './containers.ts';
import { containersOf } from './containers.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Diagnostics about the graph of states: missing targets, no end, unreachable states, duplicate names. */
export function transitionProblems(definition: JsonObject): Diagnostic[] {
  const containers = containersOf(definition);
  return [...duplicateNames(containers), ...containers.flatMap(graphProblems)];
}

function duplicateNames(containers: readonly Container[]): Diagnostic[] {
  const known = new Set<string>();
  return containers.flatMap(({ location, states }) =>
    states.flatMap(([name]): Diagnostic[] => {
      if (!known.has(name)) {
        known.add(name);
        return [];
      }
      const place = `${location}/States/${name}`;
      return [
        { severity: 'ERROR', code: 'DUPLICATE_STATE_NAME', message: `Duplicate State name: ${name}`, location: place },
      ];
    }),
  );
}

function graphProblems(container: Container): Diagnostic[] {
  const names = new Set(container.states.map(([name]) => name));
  const missing = targetsOf(container)
    .filter(([, target]) => !names.has(target))
    .map(([location, target]) => missingTarget(location, target));
  return [...missing, ...(hasEnd(container) ? unreachable(container) : [noEnd])];
}

const missingTarget = (location: string, target: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'MISSING_TRANSITION_TARGET',
  message: `Missing 'Next' target: ${target}`,
  location,
});

const noEnd: Diagnostic = { severity: 'ERROR', code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' };

const hasEnd = ({ states }: Container): boolean =>
  states.some(([, state]) => state.End === true || state.Type === 'Succeed' || state.Type === 'Fail');

function unreachable(container: Container): Diagnostic[] {
  const states = new Map(container.states);
  const reached = new Set<string>();
  const open = typeof container.startAt === 'string' ? [container.startAt] : [];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...nextStates(state).map(([, target]) => target));
  }
  return container.states
    .filter(([name]) => !reached.has(name))
    .map(([name]) => ({
      severity: 'ERROR',
      code: 'MISSING_TRANSITION_TARGET',
      message: `State "${name}" is not reachable.`,
      location: `${container.location}/States/${name}`,
    }));
}

type Target = readonly [location: string, target: string];

function targetsOf({ location, startAt, states }: Container): Target[] {
  const start: Target[] = typeof startAt === 'string' ? [[`${location}/StartAt`, startAt]] : [];
  const inner = states.flatMap(([name, state]) =>
    nextStates(state).map(([field, target]): Target => [`${location}/States/${name}/${field}`, target]),
  );
  return [...start, ...inner];
}

/** The possible next states, each with the field that names it. */
function nextStates(state: JsonObject): Target[] {
  const named: Target[] = [
    ...nextOf(state.Next, 'Next'),
    ...listOf(state.Choices).flatMap((rule, index) => nextOf(rule.Next, `Choices[${index}]/Next`)),
    ...nextOf(state.Default, 'Default'),
    ...listOf(state.Catch).flatMap((catcher, index) => nextOf(catcher.Next, `Catch[${index}]/Next`)),
  ];
  return named;
}

const nextOf = (value: Json | undefined, field: string): Target[] =>
  typeof value === 'string' ? [[field, value]] : [];

const listOf = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
