import { isList, isObject, type Value } from '../../core/cloudformation/value.ts';
import { intrinsicOf } from './evaluate.ts';
import { howToPut, type StoredValues } from './stored-values.ts';

/** The beginning of a reference. The rest can be in another part of a `Fn::Join`. */
const BEGIN = /\{\{resolve:([^:{}]+):?/g;
const WHOLE = /\{\{resolve:ssm:([^{}]*)\}\}/g;
const SELECTOR = /^[\w.\-/]+(?::[1-9]\d*)?$/;

/** A text of a resource's properties with dynamic references. */
interface Found {
  readonly text: string;
  /** Names of the objects' members to the text, e.g. `Environment/Variables/COLOUR`; ends at the first list or function. */
  readonly path: string;
}

/** The texts that contain dynamic references. Functions in `value` need not be evaluated. */
export const textsWithReferences = (value: Value): readonly Found[] => {
  const found: Found[] = [];
  const visit = (inner: Value, path: string, isDeeper: boolean): void => {
    if (typeof inner === 'string') {
      if (inner.includes('{{resolve:')) found.push({ text: inner, path });
    } else if (isList(inner)) for (const item of inner) visit(item, path, false);
    else if (isObject(inner)) {
      const isPart = isDeeper && intrinsicOf(inner) === undefined;
      for (const [name, member] of Object.entries(inner))
        visit(member, isPart ? [path, name].filter((part) => part !== '').join('/') : path, isPart);
    }
  };
  visit(value, '', true);
  return found;
};

/** The parameters that the whole references of a text name, as `name` or `name:version`. */
export const selectorsIn = (text: string): readonly string[] =>
  [...text.matchAll(WHOLE)].map(([, selector = '']) => selector);

/**
 * Why the references of a text cannot be resolved, in AWS's words where it has them; undefined if they can be. `place` is
 * e.g. `AWS::SNS::Topic/Properties/DisplayName`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export const referenceProblem = (text: string, place: string, stored: StoredValues): string | undefined => {
  for (const [, service = ''] of text.matchAll(BEGIN)) {
    if (service === 'ssm-secure') return `SSM Secure reference is not supported in: [${place}]`;
    if (service === 'secretsmanager')
      return 'the dynamic reference {{resolve:secretsmanager:…}} is not supported: there is no Secrets Manager here';
    if (service !== 'ssm') return `the dynamic reference {{resolve:${service}:…}} is not supported`;
  }
  for (const selector of selectorsIn(text)) {
    if (!SELECTOR.test(selector))
      return `Incorrect format is used in the following SSM reference: [{{resolve:ssm:${selector}}}]`;
    const found = stored.get(selector);
    if (!found) return `Parameters: [ssm:${selector}] cannot be found. ${howToPut(selector)}`;
    if (found.type === 'SecureString')
      return `Non-secure ssm prefix was used for secure parameter ${selector.replace(/:\d+$/, '')}`;
  }
  return undefined;
};

/** Replaces the references of `value`, none of which has a `referenceProblem`. A value is not resolved again. */
export const withResolved = (value: Value, stored: StoredValues): Value => {
  if (typeof value === 'string')
    return value.replaceAll(WHOLE, (whole, selector: string) => stored.get(selector)?.value ?? whole);
  if (isList(value)) return value.map((item) => withResolved(item, stored));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withResolved(member, stored)]));
};
