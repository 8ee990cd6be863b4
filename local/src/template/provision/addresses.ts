const REST_API = /https:\/\/([a-z0-9]{10})\.execute-api\.[\w-]+\.amazonaws\.com\//g;

/** A text in which addresses that AWS makes of a REST API's id lead to where this runtime serves that API. */
export const withAddressesHere = (text: string, endpoint: string): string =>
  text.replaceAll(REST_API, `${endpoint}/_rest/$1/`);
