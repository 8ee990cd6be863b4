/** Thrown by the evaluator for an invalid expression. The caller adds where in the template the expression is. */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** Thrown if a directory is not a readable cloud assembly. */
export class AssemblyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AssemblyError';
  }
}

/** One unsupported or invalid thing in a template. */
export interface Problem {
  readonly stack: string;
  /** Logical id of the resource, or name of the section. */
  readonly logicalId: string;
  readonly type?: string;
  /** Path of the property, e.g. `Targets[0].EcsParameters`. */
  readonly property?: string;
  readonly message: string;
}

const describe = ({ stack, logicalId, type, property, message }: Problem): string =>
  `${stack} ${logicalId}${type ? ` (${type})` : ''}${property ? ` ${property}` : ''}: ${message}`;

/** Thrown before anything is created; lists every problem of every stack. */
export class TemplateProblemsError extends Error {
  readonly problems: readonly Problem[];

  /** `cause`: that of the first problem, if a service has thrown it. */
  constructor(problems: readonly Problem[], cause?: unknown) {
    const count = problems.length === 1 ? 'One thing' : `${problems.length} things`;
    super(`${count} in the template cannot be run here:\n${problems.map((p) => `  ${describe(p)}`).join('\n')}`, {
      cause,
    });
    this.name = 'TemplateProblemsError';
    this.problems = problems;
  }
}

/** A failed part of a deployment. */
export interface Failure {
  readonly problem: Problem;
  readonly cause: unknown;
}

/** Thrown if creating, updating or deleting resources fails. Completed changes stay and are recorded. */
export class DeploymentError extends Error {
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(`The deployment failed:\n${failures.map(({ problem }) => `  ${describe(problem)}`).join('\n')}`, {
      cause: failures[0]?.cause,
    });
    this.name = 'DeploymentError';
    this.failures = failures;
  }
}

/**
 * Thrown in a rehearsal by what cannot be rehearsed, because it would have effects outside the store: the work of
 * functions, and waiting for it.
 */
export class NotRehearsedError extends Error {
  constructor() {
    super('This part of the deployment cannot be rehearsed.');
    this.name = 'NotRehearsedError';
  }
}
