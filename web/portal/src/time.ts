import { formats } from './locale';

// The server writes the first view with the same forms: internal/web/words.
const { hour12 } = new Intl.DateTimeFormat(formats, { hour: 'numeric' }).resolvedOptions();
const clock = new Intl.DateTimeFormat(formats, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(formats, { weekday: 'long' });
const date = new Intl.DateTimeFormat(formats, { day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat(formats, { weekday: 'short', day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat(formats, { day: 'numeric', month: 'short', year: 'numeric' });

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const formatTime = (at: Date) => clock.format(at);

/** A weekday as a heading, which begins with a capital letter in every language. */
export function formatWeekday(at: Date): string {
  const [first = '', ...rest] = weekday.format(at);
  return first.toLocaleUpperCase(formats) + rest.join('');
}

export const formatDate = (at: Date) => date.format(at);

/** A day with its weekday; with its year where that isn't this one. */
export function formatDay(at: Date): string {
  return (at.getFullYear() === new Date().getFullYear() ? short : withYear).format(at);
}

/** The midnight that a day begins with, some days later; a day may have 23 or 25 hours. */
export function startOfDay(at: Date, daysLater = 0): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + daysLater);
}

/** A day as YYYY-MM-DD, as <time> and date fields have it. */
export function isoDay(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The midnight that begins the day of a date field; null while it is empty. */
export function dayOfField(value: string, daysLater = 0): Date | null {
  const [year, month, day] = value.split('-').map(Number);
  return year && month && day ? new Date(year, month - 1, day + daysLater) : null;
}

/** Tells the server the zone for the first view of the next visit, which is made without script. */
export function rememberZone(): void {
  const secure = location.protocol === 'https:' ? ';secure' : '';
  document.cookie = `portico_zone=${zone};path=/portal;max-age=31536000;samesite=lax${secure}`;
}
