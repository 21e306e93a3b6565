// The pages are in English: elsewhere their dates are those of English as most of the world writes it.
const locale = navigator.language.startsWith('en') ? navigator.language : 'en-GB';

const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
const clock = new Intl.DateTimeFormat(locale, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const formatTime = (at: Date) => clock.format(at);
export const formatWeekday = (at: Date) => weekday.format(at);
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
