/** Result of a deployment. */
export interface Deployment {
  /** Number of resources by type and change. */
  readonly changes: { readonly [type: string]: { readonly [change in Change]?: number } };
  /** Resources and properties of the templates that the runtime ignores by design, with the reason. */
  readonly notRun: readonly NotRun[];
  readonly outputs: readonly Output[];
}

export type Change = 'created' | 'updated' | 'replaced' | 'unchanged' | 'deleted' | 'retained';

/** A resource or property that the runtime ignores by design. */
export interface NotRun {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Undefined if the whole resource is ignored. */
  readonly property: string | undefined;
  readonly reason: string;
}

/** An output of a stack. */
export interface Output {
  readonly stack: string;
  readonly name: string;
  readonly value: string;
}
