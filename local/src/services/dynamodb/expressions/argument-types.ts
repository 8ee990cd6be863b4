import { type Argument, isPath, isResolved } from './nodes.ts';
import { typeOf } from './scope.ts';

/** Type of a value; undefined for a path, a function and an operation. */
export const valueType = (argument: Argument): string | undefined =>
  argument === undefined || isPath(argument) || isResolved(argument) ? undefined : typeOf(argument);

/** Type of a value or of a function's result; undefined for a path. */
export const typeOfArgument = (argument: Argument): string | undefined =>
  isResolved(argument) ? argument.attrType : valueType(argument);

/** AWS's message for an operand of a wrong type. */
export const wrongType = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;

interface CalledFunction {
  readonly name: string;
  readonly args: readonly Argument[];
}

interface Report {
  readonly unknown: (message: string) => void;
  readonly count: (message: string) => void;
}

/**
 * Whether `functions`, which has the number of operands of each function, contains a called function with this number
 * of operands. Reports AWS's message if it does not.
 */
export const isKnownCall = (
  { name, args }: CalledFunction,
  functions: Readonly<Record<string, number>>,
  report: Report,
): boolean => {
  const operands = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (operands === undefined) report.unknown(`Invalid function name; function: ${name}`);
  else if (operands !== args.length)
    report.count(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${args.length}`,
    );
  return operands === args.length;
};
