/** Words that occur nowhere else in the project; a letter makes those of each applicant different. */
const WORDS = ['Quillfeather', 'Wharfedale', 'canarybird'] as const;

/** Texts around the words that programs print, escape, cut or take apart in their own way. */
const AROUND: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `\u202e${word}\u202c\u200b`,
  (word) => `👩‍👩‍👧 ${word} 𝕏 e\u0301`,
  (word) => `"${word}\\" {"taskToken":"${word}"}`,
  (word) => `%s %n ${word} \${${word}} {{${word}}}`,
  (word) => `<script>${word}</script>&amp;`,
  (word) => `__proto__ ${word} constructor`,
  (word) => `${'ß'.repeat(150)} ${word}`,
  (word) => `日本語 ${word} العربية`,
  (word) => `arn:aws:sqs:us-east-1:account:${word}`,
  (word) => `{% $states.input %} ${word} $..*`,
];

/** Data of one applicant. */
export interface CanaryTexts {
  readonly name: string;
  readonly address: string;
  readonly email: string;
}

const FIRST_LETTER = 97;

/**
 * The data of applicant `number`. Its address passes the check, and fails it without its house number: the words get a
 * letter, because a digit before a space would pass it, too.
 */
const dataOf = (around: (word: string) => string, number: number): CanaryTexts => {
  const letter = String.fromCharCode(FIRST_LETTER + number);
  const [first, second, third] = WORDS.map((word) => word + letter);
  return { name: around(String(first)), address: `77 Mews ${around(String(second))}`, email: `${third}@mail.example` };
};

export const CANARY_TEXTS: readonly CanaryTexts[] = AROUND.map(dataOf);

const base64Parts = (word: string): readonly string[] =>
  ['', 'a', 'aa'].map((before) => {
    const bytes = Buffer.from(before + word);
    const text = bytes.toString('base64').replace(/=+$/, '');
    // The first and the last characters also depend on the neighbours of the word.
    return text.slice(before === '' ? 0 : 4, -2);
  });

const FORMS: readonly string[] = WORDS.flatMap((word) => [
  word.toLowerCase(),
  Buffer.from(word).toString('hex'),
  Buffer.from(word, 'utf16le').toString('latin1').toLowerCase(),
  ...base64Parts(word).map((part) => part.toLowerCase()),
]);

/** Whether a text contains one of the words in any case: as it is, in base64, in hexadecimal or in UTF-16. */
export const hasCanary = (text: string): boolean => {
  const lower = text.toLowerCase();
  return FORMS.some((form) => lower.includes(form));
};
