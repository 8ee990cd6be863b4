let last: string | undefined;

/** Stores the case that this tab shows, so that the list can select its row. */
export const rememberCase = (id: string): void => {
  last = id;
};

/** The case that this tab showed last. */
export const lastCase = (): string | undefined => last;
