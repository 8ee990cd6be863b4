import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { de } from './de.ts';
import { en, type TextKey } from './en.ts';
import { saidIn } from './said.ts';

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, de };

type Values = Readonly<Record<string, string | number>>;

export interface Texts {
  readonly language: Language;
  /** Language tag with region, for date formats. */
  readonly region: string;
  /** The text of `key` in the user's language. `values` replace its {placeholders}. */
  t(key: TextKey, values?: Values): string;
  /** Translates an English sentence of the API into the user's language. */
  said(text: string): string;
  /** An ISO 8601 time in the user's time zone and format. */
  time(at: string | undefined): string;
  /** An ISO 8601 time in the user's time zone and format, with seconds. */
  moment(at: string | undefined): string;
  /** An ISO 8601 time in the user's time zone and format, with milliseconds. */
  instant(at: string | undefined): string;
  /** A day such as 2026-12-10 in the user's format. */
  day(day: string): string;
  /** A duration in its two largest units, without the second one if it is 0; less than a second in milliseconds. */
  span(ms: number): string;
  /** A duration in its two largest units, of which minutes are the smallest. */
  spanInMinutes(ms: number): string;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** The units without seconds. */
const MINUTES = UNITS.slice(0, 3);

/** The unit of what lasts less than a second. */
const MILLISECOND = ['millisecond', 1] as const;

/** Texts and dates in one language. `region`: language tag such as `en-GB`, which sets the date format. */
const textsIn = (language: Language, region: string = language): Texts => {
  const date = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
  const precise = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'medium' });
  const exact = new Intl.DateTimeFormat(region, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  const days = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeZone: 'UTC' });
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'narrow' });
  /** A duration in these units, which are in the order of their sizes. */
  const spanIn = (ms: number, units: readonly (readonly [unit: string, ms: number])[]): string => {
    let rest = Math.abs(ms);
    const parts = units.flatMap(([unit, size], index) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (index > 0 && count === 0) return [];
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
    });
    return list.format(parts);
  };
  return {
    language,
    region,
    t: (key, values = {}) =>
      CATALOGUES[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    said: (text) => saidIn(language, text),
    time: (at) => (at === undefined ? '–' : date.format(new Date(at))),
    moment: (at) => (at === undefined ? '–' : precise.format(new Date(at))),
    instant: (at) => (at === undefined ? '–' : exact.format(new Date(at))),
    day: (day) => days.format(new Date(day)),
    span: (ms) => {
      const largest = UNITS.findIndex(([, size]) => Math.abs(ms) >= size);
      return spanIn(ms, largest === -1 ? [MILLISECOND] : UNITS.slice(largest, largest + 2));
    },
    spanInMinutes: (ms) => {
      const largest = MINUTES.findIndex(([, size]) => Math.abs(ms) >= size);
      return spanIn(ms, MINUTES.slice(largest, largest === -1 ? undefined : largest + 2));
    },
  };
};

const TextsContext = createContext<Texts>(textsIn('en'));

export const TextsProvider = ({ language, children }: { language: Language; children: ReactNode }) => {
  const texts = useMemo(
    () =>
      textsIn(
        language,
        navigator.languages.find((tag) => tag.startsWith(language)),
      ),
    [language],
  );
  return <TextsContext value={texts}>{children}</TextsContext>;
};

export const useTexts = (): Texts => useContext(TextsContext);

/** The first of the browser's preferred languages in which the console has texts. */
export const preferredLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === 'en' || language === 'de') return language;
  }
  return 'en';
};
