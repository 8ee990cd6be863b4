import type { FilterOperand, FilterTest, Path, PathStep } from './path-syntax.ts';

/**
 * Whether the time of a path can grow faster than its input: it matches a regular expression, searches at all depths and
 * filters what it finds, or reads a list for each item.
 */
export const mayTakeLong = (path: Path): boolean =>
  path.steps.filter(isWide).length > 1 || path.steps.some(isCostlyStep);

const isCostlyStep = (step: PathStep): boolean =>
  (step.kind === 'filter' && isCostly(step.test)) ||
  (step.kind === 'function' && step.parameters.some((each) => each.kind === 'path' && !each.path.definite));

/** Steps that visit everything inside a value. */
const isWide = ({ kind }: PathStep): boolean => kind === 'scan' || kind === 'filter';

function isCostly(test: FilterTest): boolean {
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.tests.some(isCostly);
    case 'not':
      return isCostly(test.test);
    case 'exists':
      return !readsItem(test.path);
    case 'compare':
      return [test.left, test.right].some(isCostlyOperand);
  }
}

const isCostlyOperand = (operand: FilterOperand): boolean =>
  operand.kind === 'pattern' || (operand.kind === 'path' && !readsItem(operand.path));

const readsItem = ({ root, definite }: Path): boolean => root.kind === 'item' && definite;
