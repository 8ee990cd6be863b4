/** Thrown by the evaluator for an expression that means nothing; whoever knows the place adds it. */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** Thrown when a folder is no readable cloud assembly. */
export class AssemblyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AssemblyError';
  }
}

/** One thing in a template that cannot be carried out here. */
export interface Problem {
  readonly stack: string;
  /** A resource's logical id, or the section's name. */
  readonly logicalId: string;
  readonly type?: string;
  /** Path of the property, e.g. `Targets[0].EcsParameters`. */
  readonly property?: string;
  readonly message: string;
}

const describe = ({ stack, logicalId, type, property, message }: Problem): string =>
  `${stack} ${logicalId}${type ? ` (${type})` : ''}${property ? ` ${property}` : ''}: ${message}`;

/** Thrown before anything is created, with every problem of every stack. */
export class TemplateProblemsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'One thing' : `${problems.length} things`;
    super(`${count} in the template cannot be run here:\n${problems.map((p) => `  ${describe(p)}`).join('\n')}`);
    this.name = 'TemplateProblemsError';
    this.problems = problems;
  }
}

/** Thrown when creating, changing or deleting resources failed; what was done before it stays and is recorded. */
export class DeploymentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], cause: unknown) {
    super(`The deployment failed:\n${problems.map((p) => `  ${describe(p)}`).join('\n')}`, { cause });
    this.name = 'DeploymentError';
    this.problems = problems;
  }
}
