// The frame around a view: site, views, connection, clock, language, appearance.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { askMe, askPlan, logout, type Me, type Plan } from './api.ts';
import type { SiteState } from './contract.ts';
import { browserZone, type Language } from './format.ts';
import { Clock } from './clock.tsx';
import { Connection } from './connection.tsx';
import { LiveState } from './live_state.ts';
import { LiveView } from './live/live_view.tsx';
import { WallView } from './live/wall_view.tsx';
import { hrefOf, useRoute, type View } from './route.ts';
import { CommonContext, type Link, type Theme } from './settings.tsx';
import { follow } from './stream.ts';
import type { Words } from './words/en.ts';

// Loaded when first asked for, so that the first view is there sooner.
const HistoryView = lazy(() => import('./history/history_view.tsx'));
const ReportView = lazy(() => import('./history/report_view.tsx'));
const PlanningView = lazy(() => import('./planning/planning_view.tsx'));
const EditorView = lazy(() => import('./editor/editor_view.tsx'));

const viewsOf = (role: Me['role']): View[] => {
  const all: View[] = ['live', 'history'];
  if (role !== 'viewer') all.push('planning');
  if (role === 'operator' || role === 'admin') all.push('editor');
  return all;
};

const newsMs = 500; // a change of the server's clock that shows

interface ShellProps {
  me: Me;
  sites: SiteState[];
  words: Words;
  language: Language;
  theme: Theme;
  setLanguage: (language: Language) => void;
  setTheme: (theme: Theme) => void;
  signedOut: () => void;
}

// The live state of a site, for as long as it is looked at.
function useSite(name: string, signedOut: () => void) {
  const live = useMemo(() => new LiveState(), [name]);
  const elsewhere = useMemo(() => new Map<string, LiveState>(), [name]);
  const [link, setLink] = useState<Link>({
    isOpen: true,
    isClockKnown: false,
    serverAheadMs: 0,
  });
  const [plan, setPlan] = useState<{ of: string; plan: Plan | null } | null>(null);
  // Asked before the first frame is drawn.
  useLayoutEffect(() => {
    askPlan(name)
      .catch(() => null)
      .then((answer) => setPlan({ of: name, plan: answer }));
    return follow(name, {
      reply: (reply, isWhole) => {
        if (reply.site === name) return live.apply(reply, isWhole);
        const other = elsewhere.get(reply.site) ?? new LiveState();
        elsewhere.set(reply.site, other);
        other.apply(reply, isWhole);
        return live.changed();
      },
      beat: (serverMs) =>
        setLink((before) => {
          const serverAheadMs = serverMs - Date.now();
          // The same again, so that nothing is drawn for it.
          const isNews =
            Math.abs(serverAheadMs - before.serverAheadMs) > newsMs ||
            !before.isOpen ||
            !before.isClockKnown;
          return isNews ? { isOpen: true, isClockKnown: true, serverAheadMs } : before;
        }),
      open: () => setLink((before) => (before.isOpen ? before : { ...before, isOpen: true })),
      lost: () => {
        setLink((before) => ({ ...before, isOpen: false }));
        askMe().then(
          (me) => me.needsLogin && signedOut(),
          () => {},
        );
      },
    });
  }, [name]);
  return { live, elsewhere, link, plan: plan?.of === name ? plan.plan : undefined };
}

function Choices({ words, language, theme, setLanguage, setTheme, me, signedOut }: ShellProps) {
  return (
    <div class="choices">
      <button
        class="plain"
        lang={language === 'en' ? 'fr' : 'en'}
        onClick={() => setLanguage(language === 'en' ? 'fr' : 'en')}
      >
        {words.otherLanguage}
      </button>
      <select
        aria-label={words.theme}
        value={theme}
        onChange={(event) => setTheme(event.currentTarget.value as Theme)}
      >
        {(['auto', 'dark', 'light'] as const).map((choice) => (
          <option value={choice}>{words[choice]}</option>
        ))}
      </select>
      {me.name !== '' && (
        <button
          class="plain"
          title={`${me.name}, ${words.roles[me.role]}`}
          onClick={() => logout().then(signedOut, signedOut)}
        >
          {words.signOut}
        </button>
      )}
    </div>
  );
}

const Loading = ({ words }: { words: Words }) => <p class="quiet pad">{words.loading}</p>;

// How many alarms nobody has seen yet stands first, so that it is read on a tab behind others; there
// the browser draws nothing, so this does not wait for a drawing.
function useTitle(view: string, site: string, live: LiveState): void {
  useEffect(() => {
    const tell = (): void => {
      let unseen = 0;
      for (const alarm of live.alarms.values()) unseen += alarm.acknowledged === null ? 1 : 0;
      const title = `${unseen > 0 ? `(${unseen}) ` : ''}${view}, ${site}: throng`;
      if (document.title !== title) document.title = title;
    };
    tell();
    return live.watch(tell);
  }, [view, site, live]);
}

export function Shell(props: ShellProps) {
  const { me, sites, words, language } = props;
  const route = useRoute();
  const site = (sites.find((state) => state.site.name === route.query.get('site')) ?? sites[0]!)
    .site;
  const { live, elsewhere, link, plan } = useSite(site.name, props.signedOut);
  const allowed = viewsOf(me.role);
  const wanted =
    route.view === 'wall' || route.view === 'report'
      ? route.view
      : allowed.includes(route.view)
        ? route.view
        : 'live';
  const timeZone = plan?.timeZone ?? browserZone();
  useTitle(words[wanted], site.name, live);
  // What the views stand on; the plan comes once, just after the start.
  const common = useMemo(
    () => ({
      words,
      language,
      timeZone,
      isSiteTime: plan?.timeZone !== undefined,
      me,
      site,
      plan: plan ?? null,
      live,
      elsewhere,
      link,
    }),
    [words, language, timeZone, plan, me, site, live, link],
  );

  // Their spans end now, by the server's clock: this browser's may be wrong.
  const waitsForClock =
    !link.isClockKnown && (wanted === 'history' || wanted === 'report' || wanted === 'planning');
  const content = {
    live: () => <LiveView isPlanKnown={plan !== undefined} />,
    wall: () => <WallView />,
    history: () => <HistoryView query={route.query} />,
    report: () => <ReportView query={route.query} />,
    planning: () => <PlanningView query={route.query} />,
    editor: () => <EditorView />,
  }[wanted];
  return (
    <CommonContext.Provider value={common}>
      {wanted !== 'wall' && (
        <header class="top">
          <a
            class="skip"
            href="#content"
            onClick={(event) => {
              event.preventDefault();
              document.getElementById('content')?.focus();
            }}
          >
            {words.skip}
          </a>
          <span class="brand">
            <img src="./icon.svg" alt="" width="24" height="24" />
            throng
          </span>
          <label class="site">
            <span class="for-readers">{words.site}</span>
            <select
              value={site.name}
              onChange={(event) => {
                location.hash = hrefOf(wanted, { site: event.currentTarget.value });
              }}
            >
              {sites.map((state) => (
                <option value={state.site.name}>{state.site.name}</option>
              ))}
            </select>
          </label>
          <nav aria-label={words.views}>
            {allowed.map((view) => (
              <a
                href={hrefOf(view, { site: site.name })}
                aria-current={view === wanted ? 'page' : undefined}
              >
                {words[view]}
              </a>
            ))}
            <a class="to-wall" href={hrefOf('wall', { site: site.name })}>
              {words.wall}
            </a>
          </nav>
          <Connection isCompact />
          <Clock />
          <Choices {...props} />
        </header>
      )}
      <Connection />
      <main id="content" class={`view-${wanted}`} tabIndex={-1} key={site.name}>
        <Suspense fallback={<Loading words={words} />}>
          {waitsForClock ? <Loading words={words} /> : content()}
        </Suspense>
      </main>
      {wanted !== 'wall' && (
        <footer class="bottom">
          {common.isSiteTime ? words.siteTime(timeZone) : words.browserTime(timeZone)}
        </footer>
      )}
    </CommonContext.Provider>
  );
}
