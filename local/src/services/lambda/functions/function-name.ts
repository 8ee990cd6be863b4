import { arnOf, type Home } from '../../../core/aws/arn.ts';
import type { AssumingService } from '../../../core/aws/caller.ts';
import { constraint } from '../errors.ts';

const NAME = '[a-zA-Z0-9-_]{1,64}';
const REFERENCE = new RegExp(
  String.raw`^(?:(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?\d{12}:function:|function:)?(${NAME})(?::(\$LATEST|[a-zA-Z0-9-_]+))?$`,
);
const REFERENCE_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';

export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string | undefined;
}

/**
 * Parses a name, a partial ARN or a full ARN, each with or without a qualifier. Throws ValidationException if it is
 * malformed or contradicts the Qualifier parameter.
 */
export const readReference = (reference: string, qualifier: string | undefined): FunctionReference => {
  const match = REFERENCE.exec(reference);
  if (!match?.[1])
    throw constraint('functionName', reference, `Member must satisfy regular expression pattern: ${REFERENCE_PATTERN}`);
  if (qualifier !== undefined && match[2] !== undefined && qualifier !== match[2])
    throw constraint(
      'qualifier',
      qualifier,
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  return { name: match[1], qualifier: qualifier ?? match[2] };
};

export const functionArn = (home: Home, name: string, qualifier?: string): string =>
  arnOf(home, 'lambda', `function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`);

/** Lambda as the service that assumes the role of a function. */
export const asLambda = (home: Home, name: string): AssumingService => ({
  service: 'lambda.amazonaws.com',
  sourceArn: functionArn(home, name),
});
