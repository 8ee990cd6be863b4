import { validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage } from '../../core/parameters/constraint.ts';
import { invalidFilterKey, invalidFilterOption, invalidFilterValue } from './errors.ts';
import { checkPath } from './names.ts';
import { type ParameterFacts, type Tag, TIERS, TYPES } from './parameter.ts';
import { type Input, objectList, optionalText, requiredText, textList } from './request.ts';

type Matches = (facts: ParameterFacts) => boolean;
type TagsOf = (name: string) => readonly Tag[];

interface Filter {
  readonly key: string;
  readonly option: string;
  readonly values: readonly string[];
}

const KEY_PATTERN = 'tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType';
const TAG = 'tag:';
const MAX_VALUES = 50;

/** Whether a name is in the hierarchy of `path`; without `isRecursive`, directly. A simple name is in `/`. */
export const isBelow = (name: string, path: string, isRecursive: boolean): boolean => {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const full = name.startsWith('/') ? name : `/${name}`;
  return full.startsWith(prefix) && (isRecursive || !full.slice(prefix.length).includes('/'));
};

/**
 * Reads the member `ParameterFilters`, of which `keys` are allowed; the key `Path` among them allows tags, too. A parameter
 * must match every filter.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 */
export const filtersIn = (input: Input, keys: readonly string[], tagsOf: TagsOf): Matches => {
  const filters = objectList(input, 'ParameterFilters').map((filter, index) => filterIn(filter, index + 1));
  const seen = new Set<string>();
  for (const { key } of filters) {
    const isTag = key.startsWith(TAG) && keys.includes('Path');
    if (!isTag && !keys.includes(key))
      throw invalidFilterKey(
        `The following filter key is not valid: ${key}. Valid filter keys include: [${keys.join(', ')}].`,
      );
    if (seen.has(key))
      throw invalidFilterKey(
        `The following filter is duplicated in the request: ${key}. A request can contain only one occurrence of a specific filter.`,
      );
    seen.add(key);
  }
  const all = filters.map((filter) => matcherOf(filter, tagsOf));
  return (facts) => all.every((matches) => matches(facts));
};

const filterIn = (filter: Input, position: number): Filter => {
  const at = `parameterFilters.${position}.member`;
  const key = requiredText(filter, 'Key', { min: 1, max: 132, pattern: KEY_PATTERN }, `${at}.key`);
  const option = optionalText(filter, 'Option', { min: 1, max: 10 }, `${at}.option`);
  const values = textList(filter, 'Values');
  if (values.length > MAX_VALUES)
    throw validationError(
      constraintMessage(`${at}.values`, `[${values.join(', ')}]`, 'Member must have length less than or equal to 50'),
    );
  if (values.length === 0 && !key.startsWith(TAG))
    throw invalidFilterValue(`The following filter values are missing : null for filter key ${key}.`);
  return { key, option: option ?? (key === 'Path' ? 'OneLevel' : 'Equals'), values };
};

const FACTS: Readonly<Record<string, (facts: ParameterFacts) => string>> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  KeyId: ({ keyId }) => keyId ?? '',
  Tier: ({ tier }) => tier,
  DataType: ({ dataType }) => dataType,
};

/** The values that the filters of some keys can have. */
const VALUES: Readonly<Record<string, readonly string[]>> = { Type: TYPES.toReversed(), Tier: TIERS };

const COMPARE: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  Equals: (text, value) => text === value,
  BeginsWith: (text, value) => text.startsWith(value),
  Contains: (text, value) => text.includes(value),
};

const matcherOf = ({ key, option, values }: Filter, tagsOf: TagsOf): Matches => {
  if (key === 'Path') {
    checkOption(option, ['Recursive', 'OneLevel']);
    for (const value of values) checkPath(value);
    return ({ name }) => values.some((value) => isBelow(name, value, option === 'Recursive'));
  }
  checkOption(option, key === 'Name' ? ['BeginsWith', 'Equals', 'Contains'] : ['BeginsWith', 'Equals']);
  const compare = COMPARE[option] ?? (() => false);
  if (key.startsWith(TAG))
    return ({ name }) =>
      tagsOf(name).some(
        (tag) =>
          tag.Key === key.slice(TAG.length) &&
          (values.length === 0 || values.some((value) => compare(tag.Value, value))),
      );
  const allowed = VALUES[key];
  for (const value of values)
    if (allowed && !allowed.includes(value))
      throw invalidFilterOption(
        `The following filter value is not valid: ${value}. Valid values include: [${allowed.join(', ')}].`,
      );
  const textOf = FACTS[key] ?? (() => '');
  return (facts) => values.some((value) => compare(textOf(facts), value));
};

const checkOption = (option: string, allowed: readonly string[]): void => {
  if (!allowed.includes(option))
    throw invalidFilterOption(
      `The following filter option is not valid: ${option}. Valid options include: [${allowed.join(', ')}].`,
    );
};

/** Reads the member `Filters`, which AWS replaced by `ParameterFilters`. A name begins with the value. */
export const formerFiltersIn = (input: Input): Matches => {
  const filters = objectList(input, 'Filters').map((filter) => ({
    key: requiredText(filter, 'Key', { oneOf: ['Name', 'Type', 'KeyId'] }, 'filters.1.member.key'),
    values: textList(filter, 'Values', { required: true }),
  }));
  const all = filters.map(({ key, values }) =>
    matcherOf({ key, values, option: key === 'Name' ? 'BeginsWith' : 'Equals' }, () => []),
  );
  return (facts) => all.every((matches) => matches(facts));
};
