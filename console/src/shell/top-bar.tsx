import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useNavigate } from 'react-router';
import { DECIDERS } from '../../../api/roles.ts';
import { useDesk } from '../api/context.tsx';
import { LANGUAGES, type Language, useTexts } from '../texts/texts.tsx';
import { THEMES, type Theme, usePreferences } from './preferences.tsx';

const LANGUAGE = 'language:';
const THEME = 'theme:';

interface TopBarProps {
  showKeys(): void;
  showMessages(): void;
  showAway(): void;
}

/** Top bar with the signed-in user, the language and the appearance. */
export const TopBar = ({ showKeys, showMessages, showAway }: TopBarProps) => {
  const { t } = useTexts();
  const { me, signOut } = useDesk();
  const navigate = useNavigate();
  const { language, theme, setLanguage, setTheme } = usePreferences();
  const choose = (id: string): void => {
    if (id.startsWith(LANGUAGE)) setLanguage(id.slice(LANGUAGE.length) as Language);
    else if (id.startsWith(THEME)) setTheme(id.slice(THEME.length) as Theme);
    else if (id === 'keys') showKeys();
    else if (id === 'messages') showMessages();
    else if (id === 'away') showAway();
    else signOut();
  };
  const isDecider = me.roles.some((role) => DECIDERS.includes(role));
  const tick = (isChosen: boolean) => (isChosen ? { iconName: 'check' as const } : {});
  const languages = Object.entries(LANGUAGES).map(([code, text]) => ({
    id: `${LANGUAGE}${code}`,
    text,
    lang: code,
    ...tick(code === language),
  }));
  const themes = THEMES.map((name) => ({
    id: `${THEME}${name}`,
    text: t(`user.theme.${name}`),
    ...tick(name === theme),
  }));
  return (
    <div id="top">
      <TopNavigation
        identity={{
          href: '/',
          title: t('app.title'),
          onFollow: (event) => {
            event.preventDefault();
            navigate('/');
          },
        }}
        utilities={[
          {
            type: 'menu-dropdown',
            iconName: 'user-profile',
            text: me.username,
            description: t('user.roles', { roles: me.roles.join(', ') }),
            items: [
              { id: 'languages', text: t('user.language'), items: languages },
              { id: 'themes', text: t('user.theme'), items: themes },
              { id: 'messages', text: t('recent.title') },
              ...(isDecider ? [{ id: 'away', text: t('away.title') }] : []),
              { id: 'keys', text: t('user.keys') },
              { id: 'sign-out', text: t('user.sign-out') },
            ],
            onItemClick: ({ detail }) => choose(detail.id),
          },
        ]}
      />
    </div>
  );
};
