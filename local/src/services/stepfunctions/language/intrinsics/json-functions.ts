import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { expectCount, textAt } from './arguments.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';

export const JSON_FUNCTIONS = {
  StringToJson(values) {
    expectCount(values, 1);
    return parse(textAt(values, 0));
  },
  JsonToString(values) {
    expectCount(values, 1);
    return JSON.stringify(values[0]);
  },
  JsonMerge(values) {
    expectCount(values, 3);
    if (values[2] !== false)
      throw new IntrinsicFault('Only shallow merging is supported: the third argument must be false');
    return { ...objectAt(values, 0), ...objectAt(values, 1) };
  },
} satisfies Record<string, IntrinsicFunction>;

function parse(text: string): Json {
  if (text.trim() === '') return null;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw new IntrinsicFault('The argument must be a string that contains valid JSON');
  }
}

function objectAt(values: readonly Json[], position: number): JsonObject {
  const value = values[position];
  if (isObject(value)) return value;
  throw new IntrinsicFault(`Argument ${position + 1} must be a JSON object`);
}
