import { expectCount, integerAt } from './arguments.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';

export const MATH_FUNCTIONS = {
  /** The range includes the first number and excludes the second. */
  MathRandom(values, scope) {
    expectCount(values, 2, 3);
    const start = integerAt(values, 0);
    const end = integerAt(values, 1);
    if (start >= end) throw new IntrinsicFault('The start number must be less than the end number');
    const share = values.length === 3 ? scope.random.number(integerAt(values, 2)) : scope.random.number();
    return start + Math.floor(share * (end - start));
  },
  MathAdd(values) {
    expectCount(values, 2);
    return integerAt(values, 0) + integerAt(values, 1);
  },
} satisfies Record<string, IntrinsicFunction>;
