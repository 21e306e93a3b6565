import type { Catalog } from './locale';
import type { FirstQuery } from './operations/generated';

/** What the server wrote into the page for the script to begin with. */
export type Boot = PortalBoot | EmbeddedBoot;

/** The language of the page. */
export interface LocaleBoot {
  locale: string;
  /** The locale of numbers and dates: where English is read that is not America's, its dates are not either. */
  formats: string;
  texts: Catalog;
  /** The locales to choose from, each by its own name; absent where there is no choice. */
  locales?: { locale: string; name: string }[];
}

export interface PortalBoot extends LocaleBoot {
  mode: 'portal';
  first: FirstQuery;
  /** Signs the form that signs out. */
  form: string;
  /** The time zone that the first view was made for; empty where it wasn't known. */
  zone: string;
  /** The server's time. */
  now: string;
}

export interface EmbeddedBoot extends LocaleBoot {
  mode: 'embedded';
  /** The sites that may frame the portal, and be talked to. */
  origins: string[];
  /** Names the link in the frame's storage. */
  store: string;
  refreshUrl?: string;
  /** The link opens nothing, and no session of it goes on. */
  dead?: boolean;
  now: string;
}

export function readBoot(): Boot {
  return JSON.parse(document.getElementById('boot')!.textContent) as Boot;
}
