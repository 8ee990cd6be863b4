import { boundedCache } from '../../../core/bounded-cache.ts';
import { ExpressionError, PARSED_EXPRESSIONS, type Piece, Reader } from './reader.ts';
import { Findings, reportCollisions, resolvedPath, type Scope } from './scope.ts';
import { NO_WORDS } from './tokens.ts';

/** A checked projection expression, in the form that dynalite evaluates. */
export interface Projection {
  readonly paths: Piece[][];
  readonly nestedPaths: Record<string, true>;
}

type Kind = 'reserved' | 'undefined' | 'overlap' | 'conflict';

/** The paths of a projection expression, with their placeholders. */
const parseProjection = boundedCache(PARSED_EXPRESSIONS, (expression): readonly Piece[][] => {
  const reader = new Reader(expression, NO_WORDS);
  const paths = reader.list(() => reader.path());
  if (reader.next.kind !== 'end') throw reader.unexpected();
  return paths;
});

/**
 * Parses and checks a projection expression. Throws ExpressionError with AWS's message for the first error.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
 */
export const checkedProjection = (expression: string, scope: Scope): Projection => {
  const findings = new Findings<Kind>();
  const paths = parseProjection(expression).map((path) =>
    resolvedPath(path, scope, {
      reserved: (message) => findings.add('reserved', message),
      undefined: (message) => findings.add('undefined', message),
    }),
  );
  reportCollisions(paths, (kind, message) => findings.add(kind, message));
  const error = findings.first(['reserved', 'undefined', 'overlap', 'conflict']);
  if (error) throw new ExpressionError(error);
  const nestedPaths: Record<string, true> = Object.create(null);
  for (const path of paths) if (path.length > 1) nestedPaths[String(path[0])] = true;
  return { paths, nestedPaths };
};
