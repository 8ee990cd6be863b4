/**
 * An error of the states language: Retry and Catch match it, and a failed execution shows it. Thrown by the evaluation
 * of paths, templates and expressions; `error` is a name such as `States.Runtime`, `States.QueryEvaluationError` or
 * `States.IntrinsicFailure`. The cause is the message alone; the interpreter prefixes "An error occurred while
 * executing the state '…' (entered at the event id #…). " where AWS does.
 */
export class StatesError extends Error {
  readonly error: string;
  readonly causeText: string;
  /** The field whose JSONata expression failed, e.g. `Output/result`: `location` of EvaluationFailed. */
  readonly location: string | undefined;

  constructor(error: string, causeText: string, location?: string) {
    super(`${error}: ${causeText}`);
    this.name = 'StatesError';
    this.error = error;
    this.causeText = causeText;
    this.location = location;
  }
}
