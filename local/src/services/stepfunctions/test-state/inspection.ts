import type { StateType } from '../interpreter/program.ts';
import type { TracedValues } from '../interpreter/trace.ts';

/** Values that AWS shows as JSON text. */
const SHOWN_AS_JSON = [
  'input',
  'afterInputPath',
  'afterParameters',
  'afterArguments',
  'afterItemsPath',
  'afterItemSelector',
  'afterItemBatcher',
  'result',
  'afterResultSelector',
  'afterResultPath',
  'variables',
] as const satisfies readonly (keyof TracedValues)[];

const SHOWN_AS_NUMBERS = ['maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage'] as const;
const SHOWN_OF_ERRORS = ['retryIndex', 'retryBackoffIntervalSeconds', 'catchIndex'] as const;

/** Values that AWS omits for these state types. */
const HIDDEN: Partial<Record<StateType, readonly string[]>> = {
  Map: ['result'],
  Parallel: ['afterInputPath', 'afterParameters', 'result'],
};

/** "InspectionData" of the API reference, built from the traced values of a state. */
export const inspectionDataOf = (type: StateType, values: Partial<TracedValues>): Readonly<Record<string, unknown>> => {
  const hidden = HIDDEN[type] ?? [];
  const shown = SHOWN_AS_JSON.filter((name) => values[name] !== undefined && !hidden.includes(name));
  const errorDetails = present(SHOWN_OF_ERRORS, values);
  return {
    ...Object.fromEntries(shown.map((name) => [name, JSON.stringify(values[name])])),
    ...present(SHOWN_AS_NUMBERS, values),
    ...(Object.keys(errorDetails).length === 0 ? {} : { errorDetails }),
  };
};

const present = (names: readonly (keyof TracedValues)[], values: Partial<TracedValues>): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
