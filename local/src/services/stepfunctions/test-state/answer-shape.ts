/** The shape of a member of an integration's answer. */
export type Shape =
  | { readonly is: 'boolean' | 'any' }
  | { readonly is: 'string'; readonly oneOf?: ReadonlySet<string> }
  | { readonly is: 'number'; readonly min?: number; readonly max?: number }
  | { readonly is: 'map'; readonly of: Shape }
  | { readonly is: 'array'; readonly of: Shape }
  | { readonly is: 'object'; readonly members: Members };
export type Members = { readonly [name: string]: Shape & { readonly required?: true } };

/** Marks the shape of a member as required. */
export const required = <T extends Shape>(shape: T) => ({ ...shape, required: true }) as const;

export const text = { is: 'string' } as const;
export const number = { is: 'number' } as const;
export const boolean = { is: 'boolean' } as const;
export const any = { is: 'any' } as const;
export const object = (members: Members) => ({ is: 'object', members }) as const;
export const array = (of: Shape) => ({ is: 'array', of }) as const;
export const map = (of: Shape) => ({ is: 'map', of }) as const;
/** A string that must be one of the given words; `words` separates them by one space. */
export const oneOf = (words: string) => ({ is: 'string', oneOf: new Set(words.split(' ')) }) as const;
export const atLeast = (min: number) => ({ is: 'number', min }) as const;
export const between = (min: number, max: number) => ({ is: 'number', min, max }) as const;
