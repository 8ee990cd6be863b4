import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, preferredLanguage } from '../texts/texts.tsx';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

const KEY = 'preferences';
const DARK = '(prefers-color-scheme: dark)';

const stored = (): Partial<Pick<Preferences, 'language' | 'theme'>> => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
};

const PreferencesContext = createContext<Preferences | undefined>(undefined);

/** Language and appearance: the user's choice, which is stored on this device, else the browser's settings. */
export const PreferencesProvider = ({ children }: { children: ReactNode }) => {
  const [chosen, choose] = useState(stored);
  const language = chosen.language ?? preferredLanguage(navigator.languages);
  const theme = chosen.theme ?? 'system';
  useEffect(() => localStorage.setItem(KEY, JSON.stringify(chosen)), [chosen]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    const system = window.matchMedia(DARK);
    const apply = () => {
      const isDark = theme === 'dark' || (theme === 'system' && system.matches);
      applyMode(isDark ? Mode.Dark : Mode.Light);
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
  const preferences = useMemo(
    () => ({
      language,
      theme,
      setLanguage: (next: Language) => choose((before) => ({ ...before, language: next })),
      setTheme: (next: Theme) => choose((before) => ({ ...before, theme: next })),
    }),
    [language, theme],
  );
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
};

export const usePreferences = (): Preferences => {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error('This component must be used inside PreferencesProvider.');
  return preferences;
};
