import type { FilterOperand, FilterTest, Path, PathStep } from './path-syntax.ts';

/**
 * Whether the time to evaluate a path can grow faster than its input. This is so if the path matches a regular
 * expression, has more than one search or filter, or reads a list of values for each item.
 */
export const mayTakeLong = (path: Path): boolean =>
  path.steps.filter(isWide).length > 1 || path.steps.some(isCostlyStep);

const isCostlyStep = (step: PathStep): boolean =>
  (step.kind === 'filter' && isCostly(step.test)) ||
  (step.kind === 'function' && step.parameters.some((each) => each.kind === 'path' && !each.path.definite));

/** Steps that can visit many values. */
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
