/** Constraints of the HTTP parameters of connections and targets, from the API reference. */
export const HEADER_KEY = { max: 512, pattern: "[!#$%&'*+\\-.^_`|~0-9a-zA-Z]+" };
export const HEADER_VALUE = { max: 512, pattern: '[\\x09\\x20-\\x7E]*' };
export const QUERY_KEY = { max: 512, pattern: '[^\\x00-\\x1F\\x7F]+' };
export const QUERY_VALUE = { max: 512, pattern: '[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]*' };
