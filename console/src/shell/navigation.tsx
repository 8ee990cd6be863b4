import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation, useNavigate } from 'react-router';
import { useDesk } from '../api/context.tsx';
import { useTexts } from '../texts/texts.tsx';
import { PAGES, SECTIONS, type Section } from './pages.ts';

/** Links to the pages that the signed-in user may see. */
export const Navigation = () => {
  const { t } = useTexts();
  const { me, config } = useDesk();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const linksOf = (section: Section): SideNavigationProps.Item[] =>
    PAGES.filter(({ roles }) => roles.some((role) => me.roles.includes(role))).flatMap(({ path, navigation }) =>
      navigation?.section === section ? [{ type: 'link' as const, text: t(navigation.text), href: path }] : [],
    );
  const shown = SECTIONS.filter((section) => section !== 'nav.machine' || config.isLocal);
  const items: SideNavigationProps.Item[] = shown.flatMap((section) => {
    const links = linksOf(section);
    return links.length === 0 ? [] : [{ type: 'section' as const, text: t(section), items: links }];
  });
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
