// Which view is shown, as the address says behind its #.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';

export type View = 'live' | 'wall' | 'history' | 'report' | 'planning' | 'editor';
const views: readonly View[] = ['live', 'wall', 'history', 'report', 'planning', 'editor'];

export interface Route {
  view: View;
  query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { view: views.find((view) => view === path) ?? 'live', query: new URLSearchParams(query) };
}

export const hrefOf = (view: View, query: Record<string, string>): string =>
  `#/${view}?${new URLSearchParams(query)}`;

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
