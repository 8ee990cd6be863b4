/** Under which the gateway serves HTTP APIs, each by its name. */
export const SITE_PREFIX = '/_api/';

/** `GET /pets/{id}`; the method may be ANY, the last segment may be `{proxy+}`. */
export const ROUTE_KEY = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (\/(?:[^\s{}]|\{[\w.-]+\+?\})*)$/;

/** Where clients reach an API, without a slash at its end. */
export const addressOf = (endpoint: string, name: string): string =>
  `${endpoint}${SITE_PREFIX}${encodeURIComponent(name)}`;
