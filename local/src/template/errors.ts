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

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'One thing' : `${problems.length} things`;
    super(`${count} in the template cannot be run here:\n${problems.map((p) => `  ${describe(p)}`).join('\n')}`);
    this.name = 'TemplateProblemsError';
    this.problems = problems;
  }
}

/** Thrown if creating, updating or deleting resources fails. Completed changes stay and are recorded. */
export class DeploymentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], cause: unknown) {
    super(`The deployment failed:\n${problems.map((p) => `  ${describe(p)}`).join('\n')}`, { cause });
    this.name = 'DeploymentError';
    this.problems = problems;
  }
}
