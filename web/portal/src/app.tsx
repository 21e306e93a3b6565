import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Ended } from './ended';
import { Header } from './header';
import { LocalePicker, fill, text } from './locale';
import type { OpeningFragment } from './operations/generated';
import { Icon } from './parts';
import { Access } from './sections/access';
import { Accounts } from './sections/accounts';
import { Devices } from './sections/devices';
import { People } from './sections/directory';
import { Places } from './sections/places';
import { Today } from './sections/today';
import type { Session } from './session';
import { formatTime } from './time';
import { accessName } from './words';

const allSections = ['today', 'access', 'devices', 'places', 'people', 'accounts'] as const;
type Section = (typeof allSections)[number];

/** The sections that the link's features leave. The server says the same. */
function sectionsOf({ features }: OpeningFragment): Section[] {
  const excluded: Partial<Record<Section, boolean>> = {
    devices: features.manageDevices.exclude,
    places: features.organize.exclude,
    accounts: features.connect.exclude,
  };
  return allSections.filter((name) => !excluded[name]);
}

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
  session.readOnly = opening.readOnly;
  const sections = sectionsOf(opening);
  const [section, visited] = useSection(sections);
  const heading = useRef<HTMLHeadingElement>(null);
  const { brand, customer } = opening;
  const names: Record<Section, string> = { ...text.sections, access: accessName(customer) };

  const shownBefore = useRef(section);
  useEffect(() => {
    document.querySelector('.sections [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    document.title = `${names[section]} – ${brand.name ?? customer.key}`;
    if (shownBefore.current !== section) {
      shownBefore.current = section;
      scrollTo(0, 0);
      heading.current?.focus();
    }
  }, [section]);

  if (ended) return <Ended refreshUrl={opening.refreshUrl} dead={false} />;
  return (
    <>
      <a class="skip" href="#main" onClick={toContent}>
        {text.skip}
      </a>
      <Header opening={opening} form={form} />
      {opening.navigationMode !== 'RESTRICTED' && (
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
        <h1 class="section-title" ref={heading} tabIndex={-1} data-test="section-title">
          {names[section]}
        </h1>
        {/* A section keeps what was searched and read while another one is shown. */}
        {sections.map(
          (name) =>
            visited.has(name) && (
              <div key={name} hidden={name !== section} data-test={`panel-${name}`}>
                {name === 'today' && <Today session={session} opening={opening} stale={stale} />}
                {name === 'access' && <Access session={session} customer={customer} />}
                {name === 'devices' && <Devices session={session} shown={name === section} />}
                {name === 'places' && <Places session={session} />}
                {name === 'people' && <People session={session} />}
                {name === 'accounts' && <Accounts session={session} embedded={form === null} />}
              </div>
            ),
        )}
      </main>
      <LocalePicker />
    </>
  );
}

/** Leads to the content without changing the address, which names the section. */
function toContent(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** The section that the address names, and all that were shown so far. */
function useSection(sections: Section[]): [Section, ReadonlySet<Section>] {
  const read = (): Section => sections.find((name) => `#${name}` === location.hash) ?? 'today';
  const [section, setSection] = useState(read);
  const [visited, setVisited] = useState<ReadonlySet<Section>>(() => new Set([read()]));
  useEffect(() => {
    const follow = () => {
      const name = read();
      setSection(name);
      setVisited((before) => new Set([...before, name]));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [section, visited];
}

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
