export interface Part {
  readonly text: string;
  readonly isMarked: boolean;
}

/**
 * A text cut into the occurrences of `met` and what is between them. If the text does not contain it, or if no part alone
 * broke the rule (`met` is undefined), the whole text is one marked part.
 */
export const markedParts = (text: string, met: string | undefined): readonly Part[] => {
  if (met === undefined || met === '' || !text.includes(met)) return [{ text, isMarked: true }];
  return text
    .split(met)
    .flatMap((between, index) =>
      index === 0
        ? [{ text: between, isMarked: false }]
        : [
            { text: met, isMarked: true },
            { text: between, isMarked: false },
          ],
    )
    .filter(({ text: part }) => part !== '');
};
