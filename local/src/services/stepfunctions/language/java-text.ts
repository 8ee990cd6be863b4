import type { Json } from './json.ts';
import { isObject } from './json.ts';

/** A JSON value as Java's `toString()` writes it in AWS's messages: `{Arg1=1, Arg2=[]}`, `[a, b]`, `null`. */
export function javaText(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, each]) => `${key}=${javaText(each)}`);
  return `{${entries.join(', ')}}`;
}

/** The name of the Java class of a JSON value, as AWS's causes show it. */
export function javaClassOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  switch (typeof value) {
    case 'string':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'number':
      return numberClassOf(value);
    default:
      return 'java.util.LinkedHashMap';
  }
}

function numberClassOf(value: number): string {
  if (!Number.isInteger(value)) return 'java.lang.Double';
  return Math.abs(value) < 2 ** 31 ? 'java.lang.Integer' : 'java.lang.Long';
}
