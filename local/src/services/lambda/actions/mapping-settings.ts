import { eventFilter } from '../../../core/event-pattern/event-filter.ts';
import { InvalidPatternError } from '../../../core/event-pattern/invalid-pattern.ts';
import type { LambdaContext } from '../context.ts';
import { constraint, invalidParameter } from '../errors.ts';
import type { Mapping } from '../mappings/mapping.ts';
import {
  type Input,
  objectList,
  optionalFlag,
  optionalInteger,
  optionalObject,
  optionalTextList,
  requiredText,
} from '../parameters.ts';

/** The settings that mappings of queues and mappings of streams have in common. */
type Settings = Pick<
  Mapping,
  'enabled' | 'batchSize' | 'batchingWindowSeconds' | 'reportsItemFailures' | 'filters' | 'lastModifiedMs'
>;

/**
 * The settings after a request: a setting that the request does not contain keeps its value from `current`. Throws
 * AwsError.
 */
export const readSettings = (
  context: LambdaContext,
  input: Input,
  current: Settings,
  { maxBatchSize }: { readonly maxBatchSize: number },
): Settings => ({
  enabled: optionalFlag(input, 'Enabled') ?? current.enabled,
  batchSize: optionalInteger(input, 'BatchSize', { min: 1, max: maxBatchSize }) ?? current.batchSize,
  batchingWindowSeconds:
    optionalInteger(input, 'MaximumBatchingWindowInSeconds', { min: 0, max: 300 }) ?? current.batchingWindowSeconds,
  reportsItemFailures: readResponseTypes(input) ?? current.reportsItemFailures,
  filters: readFilters(input) ?? current.filters ?? [],
  lastModifiedMs: context.kernel.clock.now(),
});

const readResponseTypes = (input: Input): boolean | undefined => {
  const types = optionalTextList(input, 'FunctionResponseTypes');
  if (types?.some((type) => type !== 'ReportBatchItemFailures'))
    throw constraint(
      'functionResponseTypes',
      `[${types.join(', ')}]`,
      'Member must satisfy enum value set: [ReportBatchItemFailures]',
    );
  return types && types.length > 0;
};

/** AWS's quotas for filter criteria. */
const MAX_FILTERS = 5;
const MAX_PATTERN_CHARACTERS = 4096;

const readFilters = (input: Input): readonly string[] | undefined => {
  const criteria = optionalObject(input, 'FilterCriteria');
  if (!criteria) return undefined;
  const filters = objectList(criteria, 'Filters');
  if (filters.length > MAX_FILTERS)
    throw invalidParameter(`An event source mapping can have at most ${MAX_FILTERS} filters.`);
  return filters.map(readPattern);
};

const readPattern = (filter: Input): string => {
  const pattern = requiredText(filter, 'Pattern');
  if (pattern.length > MAX_PATTERN_CHARACTERS)
    throw constraint('pattern', pattern, `Member must have length less than or equal to ${MAX_PATTERN_CHARACTERS}`);
  try {
    eventFilter(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw invalidParameter('Invalid filter pattern definition.', {}, { cause: error });
  }
  return pattern;
};
