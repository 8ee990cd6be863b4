/** A filter and order of the inbox that the user has given a name. `query`: the query string of the page. */
export interface SavedView {
  readonly name: string;
  readonly query: string;
}

export const MAX_SAVED_VIEWS = 20;
export const MAX_NAME_LENGTH = 40;

const isSavedView = (value: unknown): value is SavedView => {
  const { name, query } = Object(value) as Partial<SavedView>;
  return typeof name === 'string' && name !== '' && typeof query === 'string';
};

/** Parses the stored views. A text that this page did not write has none. */
export function parseSavedViews(text: string | null): readonly SavedView[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(stored) ? stored.filter(isSavedView).slice(0, MAX_SAVED_VIEWS) : [];
  } catch {
    return [];
  }
}

/** The views with this one, by name. A view of the same name is replaced. */
export const withView = (views: readonly SavedView[], view: SavedView): readonly SavedView[] =>
  [...withoutView(views, view.name), view].toSorted((left, right) => left.name.localeCompare(right.name));

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((view) => view.name !== name);

/** Why a view cannot be saved under this name; undefined if it can. */
export function nameProblem(views: readonly SavedView[], name: string): 'missing' | 'full' | undefined {
  if (name === '') return 'missing';
  return views.length >= MAX_SAVED_VIEWS && !views.some((view) => view.name === name) ? 'full' : undefined;
}
