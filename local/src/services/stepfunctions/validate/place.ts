import type { Json } from '../language/json.ts';
import type { Diagnostic } from './diagnostic.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** What the rules need to know about where they are. */
export interface Place {
  /** Of the value that is checked. */
  readonly location: string;
  /** Of the state around it, or of the state machine. */
  readonly language: QueryLanguage;
  readonly stateMachine: StateMachine;
  /** Inside the Output or Assign of a Catch, where `$states.errorOutput` is there to be read. */
  readonly inCatch?: boolean;
}

export interface StateMachine {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly language: QueryLanguage;
}

/** A rule for one value: what is wrong with it. */
export type Check = (value: Json, place: Place) => Diagnostic[];

/** The place one step further in: a field (`/Next`) or an item (`[0]`). */
export const at = (place: Place, step: string | number): Place => ({
  ...place,
  location:
    typeof step === 'number'
      ? `${place.location}[${step}]`
      : place.location === '/'
        ? `/${step}`
        : `${place.location}/${step}`,
});
