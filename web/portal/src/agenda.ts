import { fill, text } from './locale';
import type { FirstQueryVariables, GrantFragment } from './operations/generated';
import { formatDate, formatDay, formatTime, formatWeekday, isoDay, startOfDay } from './time';
import { grantPlaces, grantTitle } from './words';

// Today and the next two days, as the server's first view has it.
const agendaDays = 3;

/** The time that the agenda is about, as variables of the operations that read it. */
export function agendaWindow(now = new Date()): Pick<FirstQueryVariables, 'endsAfter' | 'startsBefore'> {
  return { endsAfter: startOfDay(now).toISOString(), startsBefore: startOfDay(now, agendaDays).toISOString() };
}

export interface Entry {
  id: string;
  /** The moment that the line is about; null where it is about none. */
  at: Date | null;
  time: string;
  title: string;
  places: readonly string[];
  until: string;
}

export interface Day {
  name: string;
  date: string;
  machine: string;
  leaving: Entry[];
  /** Those who were to leave earlier on the day. */
  left: Entry[];
  arriving: Entry[];
  /** Those who are there all of the day; told of today only. */
  staying: Entry[];
}

/** Sorts grants into days. */
export function agendaOf(grants: readonly GrantFragment[], now: Date): Day[] {
  return Array.from({ length: agendaDays }, (_, number) => dayOf(grants, now, number));
}

function dayOf(grants: readonly GrantFragment[], now: Date, number: number): Day {
  const from = startOfDay(now, number);
  const until = startOfDay(now, number + 1);
  const within = (at: Date | null) => at !== null && at >= from && at < until;
  const day: Day = {
    name: number === 1 ? text.tomorrow : formatWeekday(from),
    date: formatDate(from),
    machine: isoDay(from),
    leaving: [],
    left: [],
    arriving: [],
    staying: [],
  };
  for (const grant of grants) {
    const starts = grant.startsAt === null ? null : new Date(grant.startsAt);
    const ends = grant.endsAt === null ? null : new Date(grant.endsAt);
    if (within(starts)) {
      day.arriving.push(entryOf(grant, starts, within(ends) ? fill(text.until, { when: formatTime(ends!) }) : endInWords(ends)));
    } else if (within(ends)) {
      (ends! <= now ? day.left : day.leaving).push(entryOf(grant, ends, ''));
    } else if (number === 0 && (starts === null || starts < from) && (ends === null || ends >= until)) {
      day.staying.push(entryOf(grant, null, endInWords(ends)));
    }
  }
  const byTime = (a: Entry, b: Entry) => Number(a.at) - Number(b.at);
  day.leaving.sort(byTime);
  day.left.sort(byTime);
  day.arriving.sort(byTime);
  return day;
}

function entryOf(grant: GrantFragment, at: Date | null, until: string): Entry {
  return { id: grant.id, at, time: at ? formatTime(at) : '', title: grantTitle(grant), places: grantPlaces(grant), until };
}

const endInWords = (ends: Date | null) => (ends === null ? text.noEnd : fill(text.until, { when: formatDay(ends) }));
