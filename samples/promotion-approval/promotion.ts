/** Input of the activity task: the promotion about which a manager decides. */
export interface Promotion {
  readonly employee: string;
  readonly title: string;
  /** The manager's e-mail address. */
  readonly manager: string;
}

const ADDRESS = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}$/;
const MAX_TEXT = 200;

/** @throws TypeError with the name of the wrong member, but without values */
export function parsePromotion(input: string): Promotion {
  const { employee, title, manager } = JSON.parse(input) as Partial<Promotion>;
  for (const [name, value] of Object.entries({ employee, title }))
    if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT)
      throw new TypeError(`${name} must be a text of at most ${MAX_TEXT} characters.`);
  if (typeof manager !== 'string' || !ADDRESS.test(manager)) throw new TypeError('manager must be an e-mail address.');
  return { employee: String(employee), title: String(title), manager };
}
