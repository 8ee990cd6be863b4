import type { Json } from '../language/json.ts';
import type { Diagnostic } from './diagnostic.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** The location and context of a checked value. */
export interface Place {
  /** Location of the value in the definition. */
  readonly location: string;
  /** Query language of the enclosing state, or of the state machine. */
  readonly language: QueryLanguage;
  readonly stateMachine: StateMachine;
  /** Whether the value is in the Output or Assign of a Catch, where `$states.errorOutput` exists. */
  readonly inCatch?: boolean;
}

export interface StateMachine {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly language: QueryLanguage;
}

/** Checks one value; returns its faults, or an empty list. */
export type Check = (value: Json, place: Place) => Diagnostic[];

/** The place inside `place` of a field (`/Next`) or an item (`[0]`). */
export const at = (place: Place, step: string | number): Place => ({
  ...place,
  location:
    typeof step === 'number'
      ? `${place.location}[${step}]`
      : place.location === '/'
        ? `/${step}`
        : `${place.location}/${step}`,
});
