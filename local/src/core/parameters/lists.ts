import { textOfAny } from './constraint.ts';
import { type Dialect, missingError, typeError, type Wanted } from './dialect.ts';
import { given, type Input, isObject } from './input.ts';

export interface ListRule {
  readonly required?: boolean;
  /** Minimum number of items. */
  readonly min?: number;
}

const isText = (item: unknown): item is string => typeof item === 'string';

/** Readers of lists. A missing list is read as an empty one, except by `optionalTextList`, which returns undefined. */
export const listReaders = (dialect: Dialect) => {
  const listIn = (input: Input, name: string, wanted: Wanted): readonly unknown[] | undefined => {
    const value = given(input, name);
    if (value === undefined || Array.isArray(value)) return value;
    if (value === '' && dialect.values === 'form') return [];
    throw typeError(dialect, { name, value, wanted });
  };

  const optionalTextList = (input: Input, name: string): readonly string[] | undefined => {
    const value = listIn(input, name, 'list of strings');
    if (value === undefined || value.every(isText)) return value;
    const item = { value: value.find((each) => !isText(each)), wanted: 'string' } as const;
    throw typeError(dialect, { name, value, wanted: 'list of strings', item });
  };

  return {
    list: (input: Input, name: string): readonly unknown[] => listIn(input, name, 'list') ?? [],
    optionalTextList,
    textList: (input: Input, name: string, { required }: Pick<ListRule, 'required'> = {}): readonly string[] => {
      const value = optionalTextList(input, name);
      if (value === undefined && required) throw missingError(dialect, name);
      return value ?? [];
    },
    objectList: (input: Input, name: string, { required, min = 0 }: ListRule = {}): readonly Input[] => {
      const value = listIn(input, name, 'list of structures');
      if (value === undefined && required) throw missingError(dialect, name);
      if (value === undefined) return [];
      if (value.length < min)
        throw dialect.broken(
          name,
          `[${value.map(textOfAny).join(', ')}]`,
          `have length greater than or equal to ${min}`,
        );
      if (value.every(isObject)) return value;
      const item = { value: value.find((each) => !isObject(each)), wanted: 'structure' } as const;
      throw typeError(dialect, { name, value, wanted: 'list of structures', item });
    },
  };
};
