import { useEffect, useRef } from 'react';

/**
 * True if the page has put the focus into its content, or the user has moved it since `before` had it. The focus of a removed
 * element goes to the body.
 */
const isTaken = (before: Element | null): boolean => {
  const { activeElement, body } = document;
  const isOnPage = (activeElement?.closest('#page') ?? null) !== null;
  return isOnPage || (activeElement !== before && activeElement !== body);
};

/** Moves the focus to the heading, unless it is taken. True if there is a heading. */
const focusHeading = (before: Element | null): boolean => {
  const heading = document.querySelector<HTMLElement>('#page h1');
  if (heading === null) return false;
  if (isTaken(before)) return true;
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
    const before = document.activeElement;
    if (focusHeading(before)) return;
    const observer = new MutationObserver(() => {
      if (focusHeading(before)) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [pathname]);
};
