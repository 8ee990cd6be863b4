import { ROUTE_KEY } from './http/names.ts';

/** A route of an HTTP API or a method of a REST API. */
export interface Routable {
  /** For example `GET /pets/{id}`. */
  readonly routeKey: string;
}

export interface RouteMatch<Route extends Routable> {
  readonly route: Route;
  /** Empty if the route's path has no parameters. */
  readonly pathParameters: { readonly [name: string]: string };
}

/**
 * Finds the most specific route for a request. Fixed segments are more specific than parameters, parameters more than
 * `{proxy+}`, and a method more than ANY. `$default` matches if no other route does. `path` is decoded: as on AWS, an
 * encoded slash separates segments too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export const matchRoute = <Route extends Routable>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined => {
  const segments = path.split('/').slice(1);
  const found = routes.flatMap((route) => match(route, method, segments) ?? []);
  const [best] = found.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  if (best) return best;
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  return fallback && { route: fallback, pathParameters: {} };
};

interface Ranked<Route extends Routable> extends RouteMatch<Route> {
  /** Sort key of the route, segment by segment; a smaller rank is more specific. */
  readonly rank: string;
}

const match = <Route extends Routable>(
  route: Route,
  method: string,
  segments: readonly string[],
): Ranked<Route> | undefined => {
  const [, wantedMethod, pattern = ''] = ROUTE_KEY.exec(route.routeKey) ?? [];
  if (wantedMethod !== method && wantedMethod !== 'ANY') return undefined;
  const wanted = pattern.split('/').slice(1);
  const pathParameters: Record<string, string> = {};
  let rank = '';
  for (const [index, segment] of wanted.entries()) {
    const given = segments[index];
    const [, name, greedy] = /^\{([\w.-]+)(\+?)\}$/.exec(segment) ?? [];
    if (given === undefined || (name !== undefined && given === '')) return undefined;
    if (name !== undefined && greedy) {
      pathParameters[name] = segments.slice(index).join('/');
      return { route, pathParameters, rank: `${rank}2${wantedMethod === 'ANY' ? 1 : 0}` };
    }
    if (name === undefined && segment !== given) return undefined;
    if (name !== undefined) pathParameters[name] = given;
    rank += name === undefined ? 0 : 1;
  }
  if (segments.length !== wanted.length) return undefined;
  return { route, pathParameters, rank: `${rank}${wantedMethod === 'ANY' ? 1 : 0}` };
};
