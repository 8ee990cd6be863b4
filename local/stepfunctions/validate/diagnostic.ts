/** A finding of ValidateStateMachineDefinition. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** JSON pointer-like place, e.g. `/States/Wait/Timestamp`. */
  readonly location?: string;
}
