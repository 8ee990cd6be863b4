/** Characters that XML 1.0 cannot contain. https://www.w3.org/TR/xml/#charsets */
const NO_XML_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const NO_XML_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;
const TAG = /<(\/?)([^\s<>/]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
const NAME = /^[A-Za-z_][\w.-]*$/;

/** What is wrong with an XML document without DTD, comments and CDATA; undefined if nothing is. */
export const xmlProblem = (text: string): string | undefined => {
  if (NO_XML_CHARACTER.test(text)) return 'a character that XML cannot contain';
  if (NO_XML_REFERENCE.test(text)) return 'an & that is no reference';
  const content = text.replace(/^<\?xml[^>]*\?>\s*/, '');
  const open: string[] = [];
  let at = 0;
  while (at < content.length) {
    const next = content.indexOf('<', at);
    const between = content.slice(at, next < 0 ? content.length : next);
    if (open.length === 0 && between.trim() !== '') return 'text outside the root element';
    if (next < 0) break;
    TAG.lastIndex = next;
    const [whole, closing, name = '', , empty] = TAG.exec(content) ?? [];
    if (whole === undefined) return 'a tag that is none';
    if (!NAME.test(name)) return 'an element with a name that XML does not allow';
    if (closing === '/') {
      if (open.pop() !== name) return 'elements that overlap';
    } else if (empty !== '/') open.push(name);
    at = next + whole.length;
  }
  return open.length === 0 ? undefined : 'an element without an end';
};

/** The value of a JSON document; undefined if it is none. */
export const jsonOf = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** Whether bytes are UTF-8. */
export const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
