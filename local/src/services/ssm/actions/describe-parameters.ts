import { unsupported, validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { describedFacts } from '../describe.ts';
import { factsPage } from '../facts-page.ts';
import { filtersIn, formerFiltersIn } from '../filters.ts';
import { flag, isGiven, pageIn } from '../request.ts';

const MAX_PAGE = 50;
const FILTER_KEYS = ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType'];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
export const describeParameters =
  ({ kernel, table }: SsmContext): Action =>
  (input) => {
    if (flag(input, 'Shared')) throw unsupported('A list of shared parameters');
    if (isGiven(input, 'Filters') && isGiven(input, 'ParameterFilters'))
      throw validationError('You can use either Filters or ParameterFilters in a single request.');
    const matchesFormer = formerFiltersIn(input);
    const matches = filtersIn(input, FILTER_KEYS, (name) => table.tags(name));
    const page = factsPage(table, (facts) => matchesFormer(facts) && matches(facts), pageIn(input, MAX_PAGE));
    return {
      Parameters: page.items.map((facts) => describedFacts(kernel.home, facts)),
      ...(page.next !== undefined && { NextToken: page.next }),
    };
  };
