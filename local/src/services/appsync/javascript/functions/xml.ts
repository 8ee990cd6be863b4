import { parseXML } from '@aws-sdk/xml-builder';
import { isMembers, textArgument } from './arguments.ts';
import type { FunctionTable } from './function-table.ts';

/** Maximum length of a text, in characters: AppSync's limit for values of handlers. */
const MAX_LENGTH = 5 * 2 ** 20;
/** Maximum number of elements that contain each other. The parser calls itself for each of them. */
const MAX_DEPTH = 200;
const ELEMENT = /<(\/?)[^<>!?/][^<>]*?(\/?)>/g;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * A document as an object: an element without elements is its text, and repeated elements are a list. As in the examples
 * of AWS, numbers become numbers; a number that would change its digits stays a text. Throws TypeError.
 * https://docs.aws.amazon.com/appsync/latest/devguide/xml-helpers-in-util-xml-js.html
 */
const objectIn = (argument: unknown): unknown => {
  const text = textArgument(argument, 'The XML');
  if (text.length > MAX_LENGTH) throw new TypeError('The XML is too large');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new TypeError('The XML must not have a document type');
  if (depthOf(text) > MAX_DEPTH) throw new TypeError(`The XML is nested deeper than ${MAX_DEPTH} elements`);
  try {
    return withNumbers(parseXML(text));
  } catch {
    throw new TypeError('The XML is not well-formed');
  }
};

const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const [, isEnd, isEmpty] of text.matchAll(ELEMENT)) {
    if (isEnd) depth -= 1;
    else if (!isEmpty) depth += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
};

const withNumbers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withNumbers);
  if (isMembers(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withNumbers(inner)]));
  return typeof value === 'string' && NUMBER.test(value) && String(Number(value)) === value ? Number(value) : value;
};

export const XML_FUNCTIONS: FunctionTable = {
  'util.xml.toMap': ([text]) => objectIn(text),
  'util.xml.toJsonString': ([text]) => JSON.stringify(objectIn(text)),
};
