const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Escapes text for an element or an attribute. */
export const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? found);

/** Makes an element; `content` is XML. */
export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
