import { isList, isObject, type Value } from '../../core/cloudformation/value.ts';
import { ExpressionError } from '../errors.ts';
import type { Evaluated, Scope } from './scope.ts';

/**
 * Implements an intrinsic function. `inner` evaluates an argument and throws for AWS::NoValue; `branch` evaluates an
 * argument that may be AWS::NoValue.
 */
type IntrinsicFunction = (
  argument: Value,
  scope: Scope,
  inner: (expression: Value) => Value,
  branch: (expression: Value) => Evaluated,
) => Evaluated;

const list = (name: string, value: Value, ...lengths: number[]): readonly Value[] => {
  if (!isList(value) || (lengths.length > 0 && !lengths.includes(value.length)))
    throw new ExpressionError(`${name} takes a list${lengths.length ? ` of ${lengths.join(' or ')} items` : ''}.`);
  return value;
};

const text = (name: string, value: Value | undefined): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ExpressionError(`${name} takes a string, given ${JSON.stringify(value)}.`);
};

/** `GetAtt: "Id.Name"` or `["Id", "Name"]`; the attribute name may contain dots. */
export const attributeReference = (argument: Value): { logicalId: string; attribute: Value } => {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return { logicalId: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  const [logicalId, attribute] = list('Fn::GetAtt', argument, 2);
  return { logicalId: text('Fn::GetAtt', logicalId), attribute: attribute ?? '' };
};

const VARIABLE = /\$\{([^}]*)\}/g;

/** Variables of a Fn::Sub text; `${!…}` is a literal. */
export const substitutedNames = (template: string): string[] =>
  [...template.matchAll(VARIABLE)].map(([, name]) => (name ?? '').trim()).filter((name) => !name.startsWith('!'));

const substitute: IntrinsicFunction = (argument, _, inner) => {
  const [template, variables] = isList(argument) ? list('Fn::Sub', argument, 2) : [argument, {}];
  const own = isObject(variables) ? variables : {};
  return text('Fn::Sub', template).replaceAll(VARIABLE, (_whole, inside: string) => {
    const name = inside.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = own[name];
    if (value !== undefined) return text('Fn::Sub', inner(value));
    return text('Fn::Sub', inner(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }));
  });
};

const join: IntrinsicFunction = (argument, _, inner) => {
  const [delimiter, parts] = list('Fn::Join', argument, 2);
  const items = list('Fn::Join', inner(parts ?? null));
  return items.map((item) => text('Fn::Join', item)).join(text('Fn::Join', delimiter));
};

const select: IntrinsicFunction = (argument, _, inner) => {
  const [index, items] = list('Fn::Select', argument, 2);
  const values = list('Fn::Select', inner(items ?? null));
  const value = values[Number(inner(index ?? null))];
  if (value === undefined) throw new ExpressionError(`Fn::Select cannot select item ${index} of ${values.length}.`);
  return value;
};

const split: IntrinsicFunction = (argument, _, inner) => {
  const [delimiter, whole] = list('Fn::Split', argument, 2);
  return text('Fn::Split', inner(whole ?? null)).split(text('Fn::Split', delimiter));
};

const findInMap: IntrinsicFunction = (argument, scope, inner) => {
  const [map, key, second] = list('Fn::FindInMap', argument, 3).map((name) => text('Fn::FindInMap', inner(name)));
  return scope.mapping(map ?? '', key ?? '', second ?? '');
};

const AVAILABILITY_ZONES = ['a', 'b', 'c'];

/** Supported intrinsic functions by name. */
export const FUNCTIONS: { readonly [name: string]: IntrinsicFunction | undefined } = {
  Ref: (argument, scope) => scope.ref(text('Ref', argument)),
  'Fn::GetAtt': (argument, scope, inner) => {
    const { logicalId, attribute } = attributeReference(argument);
    return scope.attribute(logicalId, text('Fn::GetAtt', inner(attribute)));
  },
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, _, inner) => Buffer.from(text('Fn::Base64', inner(argument))).toString('base64'),
  'Fn::GetAZs': (argument, scope, inner) => {
    const region = inner(argument) || scope.region();
    return AVAILABILITY_ZONES.map((zone) => `${region}${zone}`);
  },
  'Fn::ImportValue': (argument, scope, inner) => scope.importValue(text('Fn::ImportValue', inner(argument))),
  'Fn::If': (argument, scope, _, branch) => {
    const [name, then, otherwise] = list('Fn::If', argument, 3);
    return branch((scope.condition(text('Fn::If', name)) ? then : otherwise) ?? null);
  },
};
