import type { Json } from '../language/json.ts';

/** The stages of a state's data that TestState shows, as JSON texts. */
export type Stage =
  | 'input'
  | 'afterArguments'
  | 'afterInputPath'
  | 'afterItemSelector'
  | 'afterItemsPath'
  | 'afterParameters'
  | 'afterResultPath'
  | 'afterResultSelector'
  | 'result'
  | 'variables';

export interface ErrorDetails {
  readonly catchIndex?: number;
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
}

/** Collects what TestState shows of a state on the way; see "InspectionData" in the API reference. */
export class Inspection {
  readonly #data: Record<string, unknown> = {};

  /** Notes a stage's value and hands it back. */
  note<T extends Json>(stage: Stage, value: T): T {
    this.#data[stage] = JSON.stringify(value);
    return value;
  }

  noteNumber(name: 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage', value: number): void {
    this.#data[name] = value;
  }

  noteError(details: ErrorDetails): void {
    this.#data.errorDetails = { ...(this.#data.errorDetails ?? {}), ...details };
  }

  data(): Readonly<Record<string, unknown>> {
    return this.#data;
  }
}
