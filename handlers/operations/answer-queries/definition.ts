import type { RunState, Transition } from '../../../api/types.generated.ts';

/** A state machine as a graph. `states` lists a Parallel or Map state before the states inside it. */
export interface DefinitionGraph {
  readonly states: readonly StateNode[];
  readonly transitions: readonly Transition[];
}

/** The members of RunState that are known from the definition. The run's history gives the others. */
export type StateNode = Pick<RunState, 'name' | 'type' | 'within' | 'retries' | 'catches'>;

interface StateMachineDefinition {
  readonly StartAt?: string;
  readonly States?: Readonly<Record<string, State>>;
}

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next?: string; readonly Comment?: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly { readonly Next: string; readonly ErrorEquals: readonly string[] }[];
  readonly Branches?: readonly StateMachineDefinition[];
  readonly ItemProcessor?: StateMachineDefinition;
}

/**
 * Reads the graph from `definition`, a parsed Amazon States Language definition that Step Functions has accepted.
 * `within` is the name of the Parallel or Map state that contains the definition.
 */
export function definitionGraphOf(definition: unknown, within?: string): DefinitionGraph {
  const parts = Object.entries((definition as StateMachineDefinition).States ?? {}).map(([name, state]) =>
    graphOfState(name, state, within),
  );
  return {
    states: parts.flatMap(({ states }) => states),
    transitions: parts.flatMap(({ transitions }) => transitions),
  };
}

function graphOfState(name: string, state: State, within: string | undefined): DefinitionGraph {
  const inner = [...(state.Branches ?? []), ...(state.ItemProcessor === undefined ? [] : [state.ItemProcessor])];
  const graphs = inner.map((definition) => definitionGraphOf(definition, name));
  const entries = inner.flatMap(({ StartAt }) => (StartAt === undefined ? [] : [{ from: name, to: StartAt }]));
  return {
    states: [
      { name, type: state.Type, ...(within === undefined ? {} : { within }), ...handling(state) },
      ...graphs.flatMap(({ states }) => states),
    ],
    transitions: [...entries, ...graphs.flatMap(({ transitions }) => transitions), ...leaving(name, state)],
  };
}

/** Default value of MaxAttempts in a Retry field. */
const MAX_ATTEMPTS = 3;

/** Retriers and catchers of a state. The members are missing if the state has no Retry or no Catch. */
function handling({ Retry = [], Catch = [] }: State): Pick<StateNode, 'retries' | 'catches'> {
  const retries = Retry.map(({ ErrorEquals: errors, MaxAttempts: maxAttempts = MAX_ATTEMPTS }) => ({
    errors,
    maxAttempts,
  }));
  const catches = Catch.map(({ ErrorEquals: errors, Next: next }) => ({ errors, next }));
  return { ...(retries.length === 0 ? {} : { retries }), ...(catches.length === 0 ? {} : { catches }) };
}

/** Transitions from a state to its possible next states. The transitions of a Catch have error names as labels. */
function leaving(from: string, { Next, Default, Choices = [], Catch = [] }: State): Transition[] {
  return [
    ...(Next === undefined ? [] : [{ from, to: Next }]),
    ...Choices.flatMap(({ Next: to, Comment: label }) =>
      to === undefined ? [] : [label === undefined ? { from, to } : { from, to, label }],
    ),
    ...(Default === undefined ? [] : [{ from, to: Default, label: 'otherwise' }]),
    ...Catch.map(({ Next: to, ErrorEquals }) => ({ from, to, label: ErrorEquals.join(', ') })),
  ];
}
