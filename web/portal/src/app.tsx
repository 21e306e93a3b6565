import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Ended } from './ended';
import { Header } from './header';
import { LocalePicker, fill, text } from './locale';
import { hasNavigation, OpeningProvider, routeOf, sectionsOf, type Route, type Section } from './opening';
import type { OpeningFragment } from './operations/generated';
import { Icon } from './parts';
import { Access } from './sections/access';
import { Accounts } from './sections/accounts';
import { Devices } from './sections/devices';
import { People } from './sections/directory';
import { OneThing } from './sections/one';
import { Places } from './sections/places';
import { Today } from './sections/today';
import type { Session } from './session';
import { NotThere } from './thing';
import { formatTime } from './time';
import { accessName } from './words';

// How long before its end a session says so.
const warnBefore = 5 * 60_000;

export interface AppProps {
  session: Session;
  opening: OpeningFragment;
  /** Signs the form that signs out; null where there is nothing to sign out of. */
  form: string | null;
  stale: boolean;
  /** How far the server's clock is ahead of this one, in milliseconds. */
  ahead: number;
  onExpiring?: (expiresAt: string) => void;
  onExpired?: (refreshUrl: string | null) => void;
}

export function App(props: AppProps) {
  const { session, form, stale } = props;
  const { opening, ended, ending } = useLifetime(props);
  const sections = sectionsOf(opening);
  const [route, visited] = useRoute(opening);
  const { section, one } = route;
  // The same thing has several addresses, and is called the same at each.
  const shownOne = one && JSON.stringify(one);
  const [named, setNamed] = useState<{ one: string; title: string } | null>(null);
  const own = named !== null && named.one === shownOne ? named.title : route.title;
  const heading = useRef<HTMLHeadingElement>(null);
  const { brand, customer } = opening;
  const names: Record<Section, string> = { ...text.sections, access: accessName(customer) };
  const title = own ?? names[section];
  const linked = hasNavigation(opening);

  const shownBefore = useRef(route);
  useEffect(() => {
    document.querySelector('.sections [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (shownBefore.current !== route) {
      shownBefore.current = route;
      scrollTo(0, 0);
      heading.current?.focus();
    }
  }, [route]);
  useEffect(() => {
    document.title = `${title} – ${brand.name ?? customer.key}`;
  }, [title]);

  if (ended) return <Ended refreshUrl={opening.refreshUrl} dead={false} />;
  return (
    <OpeningProvider value={opening}>
      <a class="skip" href="#main" onClick={toContent}>
        {text.skip}
      </a>
      <Header opening={opening} form={form} />
      {linked && (
        <nav class="sections" aria-label={text.sectionsLabel}>
          <ul>
            {sections.map((name) => (
              <li key={name}>
                <a href={`#${name}`} aria-current={name === section ? 'page' : undefined} data-test={`section-${name}`}>
                  <Icon name={name} />
                  {names[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <main id="main" class="content" tabIndex={-1}>
        <div role="status">
          {ending !== null && (
            <p class="notice" data-test="expiring">
              {fill(text.sessionEndsAt, { time: formatTime(ending) })}{' '}
              {opening.refreshUrl && (
                <a href={opening.refreshUrl} target="_top">
                  {text.getNewLink}
                </a>
              )}
            </p>
          )}
        </div>
        {linked && one !== null && (
          <p class="way-up">
            <a href={`#${section}`} data-test="way-up">
              <span aria-hidden="true">←</span> {names[section]}
            </a>
          </p>
        )}
        <h1 class="section-title" ref={heading} tabIndex={-1} data-test="section-title">
          {own === undefined ? title : <bdi>{title}</bdi>}
        </h1>
        {route.missing && <NotThere />}
        {one !== null && (
          <OneThing
            key={shownOne}
            session={session}
            one={one}
            shown
            named={(title) => setNamed((before) => (before?.one === shownOne && before.title === title ? before : { one: shownOne!, title }))}
          />
        )}
        {/* A section keeps what was searched and read while another one is shown. */}
        {sections.map(
          (name) =>
            visited.has(name) && (
              <div key={name} hidden={!isList(route) || name !== section} data-test={`panel-${name}`}>
                {name === 'today' && <Today session={session} opening={opening} stale={stale} />}
                {name === 'access' && <Access session={session} customer={customer} />}
                {name === 'devices' && <Devices session={session} shown={isList(route) && name === section} />}
                {name === 'places' && <Places session={session} />}
                {name === 'people' && <People session={session} />}
                {name === 'accounts' && <Accounts session={session} embedded={form === null} />}
              </div>
            ),
        )}
      </main>
      <LocalePicker />
    </OpeningProvider>
  );
}

/** Leads to the content without changing the address, which names the section. */
function toContent(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** Where the address leads, and the sections whose lists were shown so far. */
function useRoute(opening: OpeningFragment): [Route, ReadonlySet<Section>] {
  const [route, setRoute] = useState(() => routeOf(opening, location.hash));
  const visited = useRef(new Set<Section>());
  if (isList(route)) visited.current.add(route.section);
  useEffect(() => {
    const follow = () => setRoute(routeOf(opening, location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [opening]);
  return [route, visited.current];
}

const isList = ({ one, missing }: Route) => one === null && !missing;

/** Watches the session: warns some minutes before its end, and goes on in a new one where that can be. */
function useLifetime({ session, opening: first, ahead, onExpiring, onExpired }: AppProps) {
  const [opening, setOpening] = useState(first);
  const [ended, setEnded] = useState(false);
  const [ending, setEnding] = useState<Date | null>(null);

  const end = useCallback(() => {
    setEnded((before) => {
      if (!before) onExpired?.(first.refreshUrl);
      return true;
    });
  }, []);
  session.onEnd = end;

  useEffect(() => {
    if (ended) return;
    const expiresAt = Date.parse(opening.expiresAt) - ahead;
    let warned = false;
    let over = false;
    const look = () => {
      const remaining = expiresAt - Date.now();
      if (remaining <= 0 && !over) {
        over = true;
        session.renew().then(
          (renewed) => (renewed === null ? end() : (setEnding(null), setOpening(renewed))),
          () => (over = false), // the server can't be reached just now
        );
      } else if (remaining > 0 && remaining <= warnBefore && !warned) {
        warned = true;
        setEnding(new Date(expiresAt));
        onExpiring?.(opening.expiresAt);
      }
    };
    look();
    // By looking often and not by one timer: a phone that sleeps stops timers.
    const timer = setInterval(look, 5_000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [opening, ended]);

  return { opening, ended, ending };
}
