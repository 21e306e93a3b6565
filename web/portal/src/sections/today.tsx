import { useCallback, useEffect, useState } from 'preact/hooks';
import { agendaOf, agendaWindow, type Day, type Entry } from '../agenda';
import { fill, number, text } from '../locale';
import { AgendaDocument, FirstDocument, type GrantFragment, type OpeningFragment } from '../operations/generated';
import { Listed } from '../parts';
import type { Session } from '../session';

// An agenda of more grants than this is cut off, and says so: at a door nobody reads on.
const maxGrants = 500;
// A page that comes back into view after this long is read anew.
const staleAfter = 60_000;

interface Props {
  session: Session;
  opening: OpeningFragment;
  /** Whether what the page began with is about days in another time zone. */
  stale: boolean;
}

export function Today({ session, opening, stale }: Props) {
  const { days, cut, failed, reload } = useAgenda(session, opening, stale);
  const empty = days.every((day) => isQuiet(day) && day.staying.length === 0);
  return (
    <>
      {failed && (
        <p class="notice" role="status" data-test="today-failed">
          {text.outOfDate}{' '}
          <button class="link" type="button" onClick={reload}>
            {text.tryAgain}
          </button>
        </p>
      )}
      {empty && (
        <div class="state" data-test="today-empty">
          <p>{text.nobodyInDays}</p>
        </div>
      )}
      {!empty && days.map((day) => <DayOf key={day.machine} day={day} />)}
      {cut && (
        <p class="muted" data-test="today-cut">
          {fill(text.agendaCut, { count: maxGrants })}
        </p>
      )}
    </>
  );
}

function DayOf({ day }: { day: Day }) {
  return (
    <section class="day" aria-label={`${day.name}, ${day.date}`} data-test="day">
      <h2 class="day-name">
        {day.name}{' '}
        <time class="day-date" dateTime={day.machine}>
          {day.date}
        </time>
      </h2>
      {isQuiet(day) && <p class="muted quiet-day">{text.nobodyOnDay}</p>}
      <Group name={text.leaving} entries={day.leaving} />
      <Group name={text.arriving} entries={day.arriving} />
      <Folded name={text.staying} entries={day.staying} />
      <Folded name={text.leftEarlier} entries={day.left} />
    </section>
  );
}

/** Nobody comes or goes on the day. */
const isQuiet = (day: Day) => day.leaving.length + day.left.length + day.arriving.length === 0;

function Group({ name, entries }: { name: string; entries: Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <div class="group">
      <h3 class="group-name">
        {name} <span class="count">{number(entries.length)}</span>
      </h3>
      <Entries entries={entries} />
    </div>
  );
}

/** A group that stands back, since nobody has to be met because of it. */
function Folded({ name, entries }: { name: string; entries: Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <details class="group">
      <summary class="group-name">
        {name} <span class="count">{number(entries.length)}</span>
      </summary>
      <Entries entries={entries} />
    </details>
  );
}

function Entries({ entries }: { entries: Entry[] }) {
  return (
    <ul class="entries">
      {entries.map((entry) => (
        <li key={entry.id} class="entry" data-test="entry">
          {entry.at && (
            <time class="entry-time" dateTime={entry.at.toISOString()}>
              {entry.time}
            </time>
          )}
          <span class="entry-title">
            <bdi>{entry.title}</bdi>
          </span>
          {entry.places.length > 0 && (
            <span class="entry-places">
              <Listed names={entry.places} />
            </span>
          )}
          {entry.until && <span class="entry-until">{entry.until}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The agenda: first what the page began with, then the rest of it, and anew when the page is looked at again. */
function useAgenda(session: Session, opening: OpeningFragment, stale: boolean) {
  const [grants, setGrants] = useState<readonly GrantFragment[]>(opening.customer.agenda.nodes);
  const [now, setNow] = useState(() => new Date());
  const [cut, setCut] = useState(false);
  const [failed, setFailed] = useState(false);

  const complete = useCallback(
    async (first: OpeningFragment['customer']['agenda']) => {
      const all = [...first.nodes];
      let { hasNextPage, endCursor } = first.pageInfo;
      while (hasNextPage && all.length < maxGrants) {
        const { list } = (await session.query(AgendaDocument, { ...agendaWindow(), after: endCursor })).portal.customer;
        all.push(...list.nodes);
        ({ hasNextPage, endCursor } = list.pageInfo);
      }
      setGrants(all);
      setCut(hasNextPage);
      setNow(new Date());
      setFailed(false);
    },
    [session],
  );

  const reload = useCallback(() => {
    session
      .query(FirstDocument, agendaWindow())
      .then(({ portal }) => complete(portal.customer.agenda))
      .catch(() => setFailed(true));
  }, [session, complete]);

  useEffect(() => {
    if (stale) reload();
    else complete(opening.customer.agenda).catch(() => setFailed(true));
    let read = Date.now();
    const look = () => {
      if (document.visibilityState !== 'visible' || Date.now() - read < staleAfter) return;
      read = Date.now();
      reload();
    };
    document.addEventListener('visibilitychange', look);
    // A page that stays in view all day, on a desk, keeps up as well.
    const timer = setInterval(look, 5 * staleAfter);
    return () => {
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [opening, stale, reload, complete]);

  return { days: agendaOf(grants, now), cut, failed, reload };
}
