import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation, useNavigate } from 'react-router';
import { useDesk } from '../api/context.tsx';
import { useTexts } from '../texts/texts.tsx';
import { PAGES } from './pages.ts';

/** The pages that whoever is signed in may see. */
export const Navigation = () => {
  const { t } = useTexts();
  const { me, config } = useDesk();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const linksOf = (section: 'nav.work' | 'nav.machine'): SideNavigationProps.Item[] =>
    PAGES.filter(({ roles }) => roles.some((role) => me.roles.includes(role))).flatMap(({ path, navigation }) =>
      navigation?.section === section ? [{ type: 'link' as const, text: t(navigation.text), href: path }] : [],
    );
  const machine = config.isLocal ? linksOf('nav.machine') : [];
  const items: SideNavigationProps.Item[] = [
    ...linksOf('nav.work'),
    ...(machine.length === 0 ? [] : [{ type: 'section' as const, text: t('nav.machine'), items: machine }]),
  ];
  return (
    <SideNavigation
      activeHref={`/${pathname
        .split('/')
        .slice(1, pathname.startsWith('/machine') ? 3 : 2)
        .join('/')}`}
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        navigate(event.detail.href);
      }}
    />
  );
};
