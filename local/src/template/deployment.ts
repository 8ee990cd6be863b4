/** What a deployment did. */
export interface Deployment {
  /** Counts of resources by type and by what was done to them. */
  readonly changes: { readonly [type: string]: { readonly [change in Change]?: number } };
  /** What the templates have and the runtime knows and does not run. */
  readonly notRun: readonly NotRun[];
  readonly outputs: readonly Output[];
}

export type Change = 'created' | 'updated' | 'replaced' | 'unchanged' | 'deleted' | 'retained';

/** A resource, or one of its properties, that the runtime knows and does not run. */
export interface NotRun {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Undefined when the whole resource is not run. */
  readonly property: string | undefined;
  readonly reason: string;
}

/** An output of a stack. */
export interface Output {
  readonly stack: string;
  readonly name: string;
  readonly value: string;
}
