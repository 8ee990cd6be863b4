import {
  type DocumentNode,
  DocumentProblem,
  followed,
  itemsOf,
  memberOf,
  membersOf,
  onlyAt,
  refuseExtensions,
  textAt,
} from './document.ts';

const AUTHORIZER = 'x-amazon-apigateway-authorizer';
const AUTH_TYPE = 'x-amazon-apigateway-authtype';

/** A security scheme with an authorizer. */
export interface AuthorizerScheme {
  readonly name: string;
  readonly scheme: DocumentNode;
  readonly authorizer: DocumentNode;
}

/** The security schemes of a document, by name. */
const schemesOf = (root: DocumentNode): DocumentNode =>
  memberOf(root, 'swagger').value === undefined
    ? memberOf(memberOf(root, 'components'), 'securitySchemes')
    : memberOf(root, 'securityDefinitions');

type AuthorizerSchemes = ReadonlyMap<string, AuthorizerScheme>;

/** The schemes of a document that have an authorizer, by name. */
export const authorizerSchemes = (root: DocumentNode): AuthorizerSchemes =>
  new Map(
    membersOf(schemesOf(root)).flatMap(([name, given]) => {
      const scheme = followed(root, given);
      refuseExtensions(scheme, [AUTHORIZER, AUTH_TYPE]);
      const authorizer = memberOf(scheme, AUTHORIZER);
      return authorizer.value === undefined ? [] : [[name, { name, scheme, authorizer }]];
    }),
  );

/** What the requests for an operation need. */
export interface Requirement {
  readonly isKeyRequired: boolean;
  readonly authorizer: (AuthorizerScheme & { readonly scopes: readonly string[] }) | undefined;
}

/**
 * The requirement of an operation: at most one authorizer, and an API key. Throws DocumentProblem for a scheme that API
 * Gateway or this runtime cannot check.
 */
export const requirementOf = (root: DocumentNode, operation: DocumentNode, schemes: AuthorizerSchemes): Requirement => {
  const auth = memberOf(memberOf(operation, 'x-amazon-apigateway-auth'), 'type');
  onlyAt(auth, 'NONE');
  const demands = itemsOf(memberOf(operation, 'security')).flatMap(membersOf);
  const used = demands.flatMap(([name, demand]) => {
    const found = schemes.get(name);
    if (!found) requireKeyScheme(root, name, demand);
    return found ? [{ ...found, scopes: itemsOf(demand).flatMap((scope) => textAt(scope) ?? []) }] : [];
  });
  const [authorizer, second] = used;
  if (second)
    throw new DocumentProblem(`${operation.path}.security`, 'an operation can have only one authorizer in API Gateway');
  if (authorizer && auth.value !== undefined)
    throw new DocumentProblem(auth.path, `${auth.value} contradicts the authorizer in security`);
  return { isKeyRequired: demands.length > used.length, authorizer };
};

/** Throws DocumentProblem for a scheme other than that of API keys. */
const requireKeyScheme = (root: DocumentNode, name: string, demand: DocumentNode): void => {
  const scheme = followed(root, memberOf(schemesOf(root), name));
  if (scheme.value === undefined) throw new DocumentProblem(demand.path, 'there is no such security scheme');
  const authType = memberOf(scheme, AUTH_TYPE);
  if (authType.value !== undefined)
    throw new DocumentProblem(authType.path, `${authType.value} is not supported locally without an authorizer`);
  const type = memberOf(scheme, 'type').value;
  const place = memberOf(scheme, 'in').value;
  const header = memberOf(scheme, 'name').value;
  if (type !== 'apiKey' || place !== 'header' || String(header).toLowerCase() !== 'x-api-key')
    throw new DocumentProblem(scheme.path, `needs ${AUTHORIZER}, or to be an API key in the header x-api-key`);
};
