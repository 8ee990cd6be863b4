import { isList, isObject, type Value } from '../../core/cloudformation/value.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import { intrinsicOf } from './evaluate.ts';
import { attributeReference, FUNCTIONS, substitutedNames } from './functions.ts';

/** Reference of an expression to a parameter, pseudo parameter, resource or resource attribute. */
interface Reference {
  readonly name: string;
  /** Undefined for a Ref. */
  readonly attribute: string | undefined;
}

export interface Findings {
  readonly references: Reference[];
  /** Functions in the expression that the runtime does not support. */
  readonly unknownFunctions: string[];
}

/**
 * Finds all references in `expression`. Of an Fn::If, only the branch that `holds` selects is searched. Malformed
 * arguments are ignored.
 */
export const findReferences = (expression: Value, holds: (condition: string) => boolean): Findings => {
  const findings: Findings = { references: [], unknownFunctions: [] };
  visit(expression, holds, findings);
  return findings;
};

const visit = (expression: Value, holds: (condition: string) => boolean, findings: Findings): void => {
  const into = (inner: Value) => visit(inner, holds, findings);
  const intrinsic = isObject(expression) ? intrinsicOf(expression) : undefined;
  if (intrinsic) {
    const { name, argument } = intrinsic;
    if (!FUNCTIONS[name]) findings.unknownFunctions.push(name);
    const special = SPECIAL[name] ?? ((_, __, inside) => inside(argument));
    special(argument, findings.references, into, holds);
  } else if (isList(expression)) for (const item of expression) into(item);
  else if (isObject(expression)) for (const member of Object.values(expression)) into(member);
};

type Special = (
  argument: Value,
  references: Reference[],
  into: (inner: Value) => void,
  holds: (condition: string) => boolean,
) => void;

const SPECIAL: { readonly [name: string]: Special | undefined } = {
  Ref: (argument, references) => {
    references.push({ name: textOfAny(argument), attribute: undefined });
  },
  'Fn::GetAtt': (argument, references) => {
    const { logicalId, attribute } = attributeReference(argument);
    references.push({ name: logicalId, attribute: typeof attribute === 'string' ? attribute : undefined });
  },
  'Fn::Sub': (argument, references, into) => {
    const [template, variables] = isList(argument) ? argument : [argument];
    into(variables ?? null);
    const own = isObject(variables) ? Object.keys(variables) : [];
    for (const name of substitutedNames(textOfAny(template))) {
      if (own.includes(name)) continue;
      const dot = name.indexOf('.');
      references.push(
        dot < 0 ? { name, attribute: undefined } : { name: name.slice(0, dot), attribute: name.slice(dot + 1) },
      );
    }
  },
  'Fn::If': (argument, _, into, holds) => {
    const [condition, then, otherwise] = isList(argument) ? argument : [];
    into((holds(textOfAny(condition)) ? then : otherwise) ?? null);
  },
};
