import { Fragment, type ComponentChildren } from 'preact';
import { readBoot } from './boot';
import type english from './locales/en-US.json';

/** What the portal says: the English catalog is the one that all others are held against. */
export type Catalog = (typeof english)['portal'];

/** A text with a form for each kind of number that the language tells apart. */
export type Forms = { readonly [form in Intl.LDMLPluralRule]?: string } & { readonly other: string };

const boot = readBoot();

/** The texts in the page's locale, which the server has chosen and sent along. */
export const text: Catalog = boot.texts;

/** The locale that numbers, dates and times are written in. */
export const { formats } = boot;

const numbers = new Intl.NumberFormat(formats);
const rules = new Intl.PluralRules(formats);

export const number = (value: number) => numbers.format(value);

const blank = /\{(\w+)\}/;

/** Fills a text's blanks in. */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(new RegExp(blank, 'g'), (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'number' ? number(value) : (value ?? whole);
  });
}

/** The text for a number of things, with the number and all else filled in. */
export function plural(forms: Forms, count: number, values: Record<string, string | number> = {}): string {
  return fill(forms[rules.select(count)] ?? forms.other, { count, ...values });
}

/** A text whose blanks are filled in with elements. */
export function Filled({ message, values }: { message: string; values: Record<string, ComponentChildren> }) {
  // At every other place of what is split stands the name of a blank.
  const parts = message.split(blank);
  return <>{parts.map((part, at) => (at % 2 === 0 ? part : <Fragment key={at}>{values[part]}</Fragment>))}</>;
}

/** Says more of what a button is about to those who don't see where it stands. */
export function About({ children }: { children: ComponentChildren }) {
  return <span class="hidden-label">: {children}</span>;
}

/** Lets people choose another language; nothing where the link leaves them no choice. */
export function LocalePicker() {
  if (boot.locales === undefined) return null;
  return (
    <footer class="foot">
      <label class="field">
        <span class="field-name">{text.language}</span>
        <select value={boot.locale} data-test="locale" onChange={(event) => choose(event.currentTarget.value)}>
          {boot.locales.map(({ locale, name }) => (
            <option key={locale} value={locale} lang={locale}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}

/** Has the server make the page anew in the locale. A frame of another site may keep no cookie, so its address says it. */
function choose(locale: string): void {
  if (boot.mode === 'embedded') {
    const address = new URL(location.href);
    address.searchParams.set('locale', locale);
    location.replace(address.href);
    return;
  }
  const secure = location.protocol === 'https:' ? ';secure' : '';
  document.cookie = `portico_locale=${locale};path=/;max-age=31536000;samesite=lax${secure}`;
  location.reload();
}
