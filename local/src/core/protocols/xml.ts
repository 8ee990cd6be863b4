const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Characters that an XML document cannot contain, not even escaped. https://www.w3.org/TR/xml/#charsets */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML excludes
const EXCLUDED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const REPLACEMENT = '\ufffd';

/** Escapes text for an element or an attribute. Characters that XML excludes become U+FFFD. */
export const escapeXml = (text: string): string =>
  text.replace(EXCLUDED, REPLACEMENT).replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? found);

/** Makes an element; `content` is XML. */
export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
