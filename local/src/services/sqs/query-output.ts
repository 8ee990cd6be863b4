const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

export const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? found);

export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

/** Lists of the JSON shape as the repeated elements they are in XML; `key`/`value` names for maps. */
const REPEATED: Readonly<Record<string, { element: string; names?: readonly [string, string] }>> = {
  QueueUrls: { element: 'QueueUrl' },
  queueUrls: { element: 'QueueUrl' },
  Messages: { element: 'Message' },
  Results: { element: 'ListMessageMoveTasksResultEntry' },
  Attributes: { element: 'Attribute', names: ['Name', 'Value'] },
  MessageAttributes: { element: 'MessageAttribute', names: ['Name', 'Value'] },
  Tags: { element: 'Tag', names: ['Key', 'Value'] },
  Failed: { element: 'BatchResultErrorEntry' },
};

const members = (value: object, action: string): string =>
  Object.entries(value)
    .map(([name, each]) => member(name, each, action))
    .join('');

const content = (value: unknown, action: string): string =>
  typeof value === 'object' && value !== null ? members(value, action) : escapeXml(String(value));

const member = (name: string, value: unknown, action: string): string => {
  if (value === undefined || value === null) return '';
  const repeated = name === 'Successful' ? { element: `${action}ResultEntry` } : REPEATED[name];
  if (!repeated) return element(name, content(value, action));
  if (Array.isArray(value)) return value.map((each) => element(repeated.element, content(each, action))).join('');
  const [key, item] = repeated.names ?? ['Name', 'Value'];
  return Object.entries(value)
    .map(([each, inner]) =>
      element(repeated.element, element(key, escapeXml(each)) + element(item, content(inner, action))),
    )
    .join('');
};

/** The inside of an answer's `<…Result>`; '' for an action that answers nothing. */
export const outputXml = (action: string, answer: Record<string, unknown>): string => members(answer, action);
