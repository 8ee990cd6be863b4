import { memberName } from '../../core/parameters/constraint.ts';
import type { Types } from './dynalite-types.ts';

/** Fields of the structures whose order or number in AWS's messages differs from the request's. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  AttributeValue: 's n b iNT dECIMAL dOUBLE sS nS bS iNTSET dECIMALSET dOUBLESET m l nULL bOOL'.split(' '),
  WriteRequest: ['putRequest', 'deleteRequest'],
  PutRequest: ['item', 'workloadProfileName'],
};

interface Described {
  readonly type: string;
  readonly children?: Types | string;
}

const described = (type: unknown): Described => (typeof type === 'string' ? { type } : (type as Described));

const childrenOf = ({ children }: Described): Types => (typeof children === 'object' ? children : {});

const isStructure = (type: string): boolean => /Struct</.test(type);

/** The name of a structure's class, e.g. `KeySchemaElement`. */
const className = (type: string): string =>
  (type.startsWith('AttrStruct') ? 'AttributeValue' : /<(.+)>/.exec(type)?.[1]) ?? '';

const structure = (value: Readonly<Record<string, unknown>>, type: Described): string => {
  const name = className(type.type);
  const types = Object.fromEntries(
    Object.entries(childrenOf(type)).map(([member, each]) => [memberName(member), each]),
  );
  const values = Object.fromEntries(Object.entries(value).map(([member, each]) => [memberName(member), each]));
  const fields = FIELDS[name] ?? Object.keys(types);
  return `${name}(${fields.map((field) => `${field}=${javaText(values[field], types[field])}`).join(', ')})`;
};

/** A value of a request as Java prints it: AWS's messages contain the rejected value in this form. */
export const javaText = (value: unknown, of: unknown): string => {
  if (value === undefined || value === null) return 'null';
  const type = described(of ?? 'String');
  if (Array.isArray(value)) return `[${value.map((each) => javaText(each, type.children)).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  if (isStructure(type.type)) return structure(value as Record<string, unknown>, type);
  const entries = Object.entries(value).map(([key, each]) => `${key}=${javaText(each, type.children)}`);
  return `{${entries.join(', ')}}`;
};
