import { AwsError } from '../aws/aws-error.ts';

/** One path of an API of the protocol REST-JSON. */
export interface RestRoute {
  readonly method: string;
  /** `{Name}` matches one segment and sets the parameter with this name. */
  readonly path: string;
  readonly action: string;
  /** Status of the answer; default 200. */
  readonly status?: number;
}

export interface RestMatch {
  readonly route: RestRoute;
  readonly parameters: { readonly [name: string]: string };
}

/** Decodes one segment of a path. Throws SerializationException if its percent-encoding is invalid. */
export const decodedSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new AwsError('SerializationException', 'The path of the request is not valid percent-encoding.', { cause });
  }
};

/**
 * Returns a function that finds the route of a method and a path, e.g. `/functions/f/invocations`. The function throws
 * the error of `decodedSegment`.
 */
export const routeFinder = (
  routes: readonly RestRoute[],
): ((method: string, path: string) => RestMatch | undefined) => {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/').slice(1) }));
  return (method, path) => {
    const given = path.replace(/\/$/, '').split('/').slice(1);
    for (const { route, segments } of compiled) {
      if (route.method !== method || segments.length !== given.length) continue;
      const parameters = fill(segments, given);
      if (parameters) return { route, parameters };
    }
    return undefined;
  };
};

const fill = (segments: readonly string[], given: readonly string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith('{')) parameters[segment.slice(1, -1)] = decodedSegment(value);
    else if (segment !== value) return undefined;
  }
  return parameters;
};
