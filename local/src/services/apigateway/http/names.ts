/** Path prefix of HTTP APIs at the gateway; the API's name follows. */
export const PATH_PREFIX = '/_api/';

/** `GET /pets/{id}`; the method may be ANY, the last segment may be `{proxy+}`. */
export const ROUTE_KEY = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (\/(?:[^\s{}]|\{[\w.-]+\+?\})*)$/;

/** URL of an API, without a trailing slash. */
export const addressOf = (endpoint: string, name: string): string =>
  `${endpoint}${PATH_PREFIX}${encodeURIComponent(name)}`;
