import { validationError } from '../../../core/aws/aws-error.ts';
import type { MapRunLimits } from '../interpreter/map-run-record.ts';
import { requireMapRun } from '../map-run-lookup.ts';
import { type Input, optionalInteger, optionalNumber } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

const limitsIn = (input: Input): Partial<MapRunLimits> => {
  const maxConcurrency = optionalInteger(input, 'maxConcurrency', { min: 0 });
  const toleratedFailureCount = optionalInteger(input, 'toleratedFailureCount', { min: 0 });
  const toleratedFailurePercentage = optionalNumber(input, 'toleratedFailurePercentage');
  if (toleratedFailurePercentage !== undefined && (toleratedFailurePercentage < 0 || toleratedFailurePercentage > 100))
    throw validationError('toleratedFailurePercentage must be between 0.0 and 100.0');
  return {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  };
};

/** UpdateMapRun: changes the concurrency and the tolerated failures of a running Map Run. */
export const updateMapRun: MakeAction =
  ({ tables, engine }) =>
  async (input) => {
    const { arn: mapRunArn, execution, status } = requireMapRun(tables, input);
    const limits = limitsIn(input);
    if (Object.keys(limits).length === 0)
      throw validationError(
        'At least one of maxConcurrency, toleratedFailureCount and toleratedFailurePercentage must be specified',
      );
    if (status !== 'RUNNING') throw validationError(`Map Run is ${status} and cannot be updated`);
    await engine.deliver(execution, () => ({ kind: 'updateMapRun', mapRunArn, limits }));
    return {};
  };
