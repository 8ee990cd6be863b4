import type { ValueObject } from '../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  DocumentProblem,
  followed,
  itemsOf,
  memberOf,
  membersOf,
  refuseExtensions,
  textAt,
} from './document.ts';

/** Extensions at the root that only describe an API. */
const DESCRIPTIONS = ['x-amazon-apigateway-documentation', 'x-amazon-apigateway-importexport-version'];
const ENDPOINT = 'x-amazon-apigateway-endpoint-configuration';

/** What the documents of one kind of API can have. */
interface Dialect {
  readonly versions: readonly ('2.0' | '3.0')[];
  /** The extensions at the root. */
  readonly extensions: readonly string[];
}

/** The root of a document. Throws DocumentProblem for a document that the kind of API cannot be defined with. */
export const rootOf = (document: ValueObject, { versions, extensions }: Dialect): DocumentNode => {
  const root = { value: document, path: 'Body' };
  const version = memberOf(root, document.swagger === undefined ? 'openapi' : 'swagger');
  if (!versions.some((each) => textAt(version)?.startsWith(each)))
    throw new DocumentProblem(version.path, `${version.value} is not supported. Use ${versions.join(' or ')}`);
  refuseExtensions(root, [...DESCRIPTIONS, ENDPOINT, ...extensions]);
  for (const server of itemsOf(memberOf(root, 'servers'))) refuseExtensions(server, [ENDPOINT]);
  const security = memberOf(root, 'security');
  if (itemsOf(security).length > 0)
    throw new DocumentProblem(
      security.path,
      'security of a whole document is not supported here. Write it in each operation',
    );
  return root;
};

/** The first setting that disables the default endpoint of the API. Other settings of endpoints have no effect here. */
export const disabledEndpoint = (root: DocumentNode): DocumentNode | undefined =>
  [root, ...itemsOf(memberOf(root, 'servers'))]
    .map((place) => memberOf(memberOf(place, ENDPOINT), 'disableExecuteApiEndpoint'))
    .find(({ value }) => String(value) === 'true');

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const ANY = 'x-amazon-apigateway-any-method';

/** A method of a path. */
export interface Operation {
  /** For example `/pets/{id}`. */
  readonly route: string;
  /** In upper case, or ANY. */
  readonly method: string;
  readonly node: DocumentNode;
  /** The parameters of all operations of the path. */
  readonly shared: DocumentNode;
}

/** All operations of a document. `extensions` are those that an operation can have. Throws DocumentProblem. */
export const operationsOf = (root: DocumentNode, extensions: readonly string[]): readonly Operation[] => {
  const paths = memberOf(root, 'paths');
  refuseExtensions(paths, []);
  const described = membersOf(paths).filter(([route]) => !route.startsWith('x-'));
  return described.flatMap(([route, given]) => {
    const item = followed(root, given);
    refuseExtensions(item, [ANY]);
    const trace = memberOf(item, 'trace');
    if (trace.value !== undefined) throw new DocumentProblem(trace.path, 'API Gateway has no method TRACE');
    return membersOf(item)
      .filter(([name]) => name === ANY || METHODS.includes(name))
      .map(([name, node]) => {
        refuseExtensions(node, extensions);
        const method = name === ANY ? 'ANY' : name.toUpperCase();
        return { route, method, node, shared: memberOf(item, 'parameters') };
      });
  });
};
