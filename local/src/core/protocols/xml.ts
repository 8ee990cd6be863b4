const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** A text as the content of an element or an attribute. */
export const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? found);

/** An element; `content` is XML. */
export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
