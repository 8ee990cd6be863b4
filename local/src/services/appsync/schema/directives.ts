import { type ASTNode, type DocumentNode, Kind, specifiedDirectives, visit } from 'graphql';
import { badRequest } from '../../../core/aws/aws-error.ts';

/**
 * The directives that AppSync adds to every schema.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export const APPSYNC_DIRECTIVES = `
directive @aws_api_key on FIELD_DEFINITION | OBJECT
directive @aws_iam on FIELD_DEFINITION | OBJECT
directive @aws_oidc on FIELD_DEFINITION | OBJECT
directive @aws_lambda on FIELD_DEFINITION | OBJECT
directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
directive @aws_auth(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_publish(subscriptions: [String!]!) on FIELD_DEFINITION
`;

const APPSYNC_NAMES: ReadonlySet<string> = new Set(
  [...APPSYNC_DIRECTIVES.matchAll(/@(\w+)/g)].map(([, name]) => name ?? ''),
);
const STANDARD_NAMES: ReadonlySet<string> = new Set(specifiedDirectives.map(({ name }) => name));

/** Where AppSync's directives have an effect. */
const HOLDERS: ReadonlySet<unknown> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.FIELD_DEFINITION,
]);

/** The names of the directives in a document that AppSync does not know. */
export const unknownDirectives = (document: DocumentNode): readonly string[] => {
  const names = new Set<string>();
  visit(document, { Directive: ({ name }) => void names.add(name.value) });
  return [...names].filter((name) => !STANDARD_NAMES.has(name) && !APPSYNC_NAMES.has(name));
};

/**
 * The document without the directives that have no effect: those that AppSync does not know, and its own in other places
 * than object types and fields. AppSync accepts them. Throws BadRequestException for the definition of a directive,
 * which AppSync refuses.
 */
export const withKnownDirectives = (document: DocumentNode): DocumentNode => {
  if (document.definitions.some(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION))
    throw badRequest('Directive definitions are not supported.');
  return visit(document, {
    Directive: ({ name }, _key, _parent, _path, ancestors) => {
      const holder = ancestors.at(-1);
      const isKnown = STANDARD_NAMES.has(name.value) || (APPSYNC_NAMES.has(name.value) && isHolder(holder));
      return isKnown ? undefined : null;
    },
  });
};

const isHolder = (node: ASTNode | readonly ASTNode[] | undefined): boolean =>
  node !== undefined && 'kind' in node && HOLDERS.has(node.kind);
