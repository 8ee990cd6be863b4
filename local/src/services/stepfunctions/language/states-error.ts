/**
 * An error of the states language: what Retry and Catch match on and what a failed execution shows.
 * Thrown by the evaluation of paths, templates and expressions; `error` is a name such as `States.Runtime`,
 * `States.QueryEvaluationError` or `States.IntrinsicFailure`. Causes are the bare message; the interpreter puts
 * "An error occurred while executing the state '…' (entered at the event id #…). " in front where AWS does.
 */
export class StatesError extends Error {
  readonly error: string;
  readonly causeText: string;
  /** The field of the state whose JSONata expression failed, e.g. `Output/result`: `location` of EvaluationFailed. */
  readonly location: string | undefined;

  constructor(error: string, causeText: string, location?: string) {
    super(`${error}: ${causeText}`);
    this.name = 'StatesError';
    this.error = error;
    this.causeText = causeText;
    this.location = location;
  }
}
