import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AccessGrantKind, OpeningFragment, SpaceKind } from './operations/generated';
import { grantKinds, grantTitle, spaceKinds } from './words';

const allSections = ['today', 'access', 'devices', 'places', 'people', 'accounts'] as const;
export type Section = (typeof allSections)[number];

/** The sections that the link's settings leave. The server says the same: internal/web/portalpage/opening.go. */
export function sectionsOf({ features }: OpeningFragment): Section[] {
  const excluded: Partial<Record<Section, boolean>> = {
    today: features.manage.excludeReservationManagement,
    access: features.manage.excludeReservationManagement,
    devices: features.manageDevices.exclude,
    places: features.organize.exclude,
    accounts: features.connect.exclude,
  };
  return allSections.filter((name) => !excluded[name]);
}

/** One thing that is shown alone. */
export type One = { type: 'grant'; kind: AccessGrantKind; key: string } | { type: 'place'; kind: SpaceKind; key: string } | { type: 'device'; id: string };

/** Where the portal is: at a section's list, or at one thing in the section. */
export interface Route {
  section: Section;
  one: One | null;
  /** What the one thing is called, where that is known before it is read. */
  title?: string;
  /** A restricted link leads to what isn't there. */
  missing?: boolean;
}

/** Whether the link shows one resource and nothing else. */
const isAlone = ({ navigationMode, deepLink }: OpeningFragment) => navigationMode === 'RESTRICTED' && deepLink !== null;

/** Where the address leads: its own hash comes before the link's home, but where the link shows one resource alone. */
export function routeOf(opening: OpeningFragment, hash: string): Route {
  return (isAlone(opening) ? null : read(sectionsOf(opening), hash)) ?? homeOf(opening);
}

function read(sections: Section[], hash: string): Route | null {
  const [name, kind = '', key = ''] = hash.slice(1).split('/').map(decoded);
  const section = sections.find((one) => one === name);
  if (section === undefined) return null;
  const at = (one: One | null): Route => ({ section, one });
  if (section === 'access' && Object.hasOwn(grantKinds, kind) && key !== '') return at({ type: 'grant', kind: kind as AccessGrantKind, key });
  if ((section === 'places' || section === 'devices') && Object.hasOwn(spaceKinds, kind) && key !== '') return at({ type: 'place', kind: kind as SpaceKind, key });
  if (section === 'devices' && kind !== '') return at({ type: 'device', id: kind });
  return at(null);
}

/** Reads a part of an address; somebody may have written it by hand. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where the portal opens while its address names nothing else. The server says the same. */
function homeOf(opening: OpeningFragment): Route {
  const sections = sectionsOf(opening);
  const target = targetOf(opening);
  const alone = isAlone(opening);
  const section = target?.among.find((name) => sections.includes(name)) ?? (alone ? target?.among[0] : undefined);
  if (target === null || section === undefined) return { section: sections[0]!, one: null };
  const { one, title } = target;
  return one === null ? { section, one, missing: alone } : { section, one, title };
}

/** What the link is to open at: the sections that it belongs to, the best first, and the thing itself if it is there. */
function targetOf({ deepLink, landingPage }: OpeningFragment): { among: Section[]; one: One | null; title: string } | null {
  const at = deepLink ?? landingPage;
  if (at === null) return null;
  if (deepLink?.resourceType === 'DEVICE') {
    const { device } = deepLink;
    return { among: ['devices'], one: device && { type: 'device', id: device.id }, title: device?.name ?? '' };
  }
  const { accessGrant, space } = at;
  if (deepLink ? deepLink.resourceType === 'RESERVATION' : landingPage!.kind in grantKinds)
    return { among: ['access'], one: accessGrant && { type: 'grant', kind: accessGrant.kind, key: accessGrant.key }, title: accessGrant ? grantTitle(accessGrant) : '' };
  return { among: ['places', 'devices'], one: space && { type: 'place', kind: space.kind, key: space.key }, title: space?.name ?? '' };
}

/** The address of a thing with a kind and a key, within a section. */
export const addressOf = (section: Section, { kind, key }: { kind: string; key: string }) => `#${section}/${kind}/${encodeURIComponent(key)}`;

const Opened = createContext<OpeningFragment | null>(null);

/** Tells all that is within it what the portal opened with. */
export const OpeningProvider = Opened.Provider;

/** What the portal opened with: what its link says of it. */
export const useOpening = () => useContext(Opened)!;

/** Whether devices may be renamed, and asked to do things. */
export const managesDevices = ({ readOnly, features }: OpeningFragment) => !readOnly && !features.manageDevices.exclude;

/** Whether there is a way from one place of the portal to another. */
export const hasNavigation = ({ navigationMode }: OpeningFragment) => navigationMode !== 'RESTRICTED';
