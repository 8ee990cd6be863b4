import { useEffect, useRef } from 'react';

const isOnPage = (): boolean => (document.activeElement?.closest('#page') ?? null) !== null;

/** Moves the focus to the heading, unless the page itself has put it into its content. True if there is a heading. */
const focusHeading = (): boolean => {
  const heading = document.querySelector<HTMLElement>('#page h1');
  if (heading === null) return false;
  if (isOnPage()) return true;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
};

/**
 * Moves the focus to the heading of each page that the user opens, once it is loaded, so that a screen reader says which page
 * it is. The first page after the start keeps the focus of the browser.
 */
export const useHeadingFocus = (pathname: string): void => {
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another page
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    if (focusHeading()) return;
    const observer = new MutationObserver(() => {
      if (focusHeading()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [pathname]);
};
