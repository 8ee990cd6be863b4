const REST_API = /https:\/\/([a-z0-9]{10})\.execute-api\.[\w-]+\.amazonaws\.com\//g;

/** Replaces AWS addresses of REST APIs (`<id>.execute-api…`) in `text` with this runtime's addresses. */
export const withAddressesHere = (text: string, endpoint: string): string =>
  text.replaceAll(REST_API, `${endpoint}/_rest/$1/`);
