import type { Execution, RunState } from '../../../api/types.generated.ts';

/** A state of a run that was entered. */
export interface VisitedState extends RunState {
  readonly enteredAt: string;
}

const isVisited = (state: RunState): state is VisitedState => state.enteredAt !== undefined;

/** The states that were entered, in the order in which they were entered. */
export const visitedStates = ({ states }: Pick<Execution, 'states'>): readonly VisitedState[] =>
  states.filter(isVisited).toSorted((left, right) => left.enteredAt.localeCompare(right.enteredAt));
