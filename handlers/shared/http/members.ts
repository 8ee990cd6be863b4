import { type Members, REQUEST_MEMBERS } from '../../../api/request-members.generated.ts';
import type { HttpEvent } from './event.ts';
import { refuse } from './problem.ts';

const OF_ROUTES: Readonly<Record<string, Members | undefined>> = REQUEST_MEMBERS;

/**
 * Refuses a body with a member that the OpenAPI document does not define for this route. Otherwise a misspelt member
 * would be ignored without notice.
 * @throws ProblemError 400 with the unknown member and the known members
 */
export function refuseUnknownMembers(body: object, { routeKey }: Pick<HttpEvent, 'routeKey'>): void {
  checkMembers(body, OF_ROUTES[routeKey] ?? {}, '');
}

function checkMembers(value: object, known: Members, above: string): void {
  for (const [name, inner] of Object.entries(value)) {
    const path = `${above}${name}`;
    if (!Object.hasOwn(known, name))
      refuse(path, `${path} is not a member of this request. ${knownText(known, above)}`);
    const members = known[name];
    if (members != null && isObject(inner)) checkMembers(inner, members, `${path}.`);
  }
}

function knownText(known: Members, above: string): string {
  const names = Object.keys(known).map((name) => `${above}${name}`);
  return names.length === 0 ? 'This request has no members.' : `Known members: ${names.join(', ')}.`;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
