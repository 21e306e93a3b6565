import { fill, formats, number, text } from './locale';
import type {
  AccessGrantKind,
  ActionFragment,
  ConnectedAccountStatus,
  ConnectionFailure,
  DeviceCapability,
  DeviceFragment,
  DeviceType,
  EventType,
  GrantFragment,
  OpeningFragment,
  SpaceKind,
  UserIdentityKind,
} from './operations/generated';

// The types hold that the catalogs have a word for each value.
export const spaceKinds: Record<SpaceKind, string> = text.spaceKinds;
export const personKinds: Record<UserIdentityKind, string> = text.personKinds;
export const grantKinds: Record<AccessGrantKind, string> = text.grantKinds;
export const deviceTypes: Record<DeviceType, string> = text.deviceTypes;
export const deviceTypeNames: Record<DeviceType, string> = text.deviceTypeNames;
export const capabilityNames: Record<DeviceCapability, string> = text.capabilities;
export const deviceEvents: Partial<Record<EventType, string>> = text.deviceEvents;
export const accountStates: Record<ConnectedAccountStatus, string> = text.accountStates;
export const connectionFailures: Record<ConnectionFailure, string> = text.connectionFailures;
const underWay: Record<DeviceCapability, string> = text.underWay;

/** What a list is of. */
export type Noun = keyof typeof text.counts;

const nouns: Record<AccessGrantKind, 'reservations' | 'bookings' | 'grants'> = { RESERVATION: 'reservations', BOOKING: 'bookings', ACCESS_GRANT: 'grants' };

/** What the list of grants is called: by its one kind where there is but one. The server says the same. */
export const accessName = (customer: OpeningFragment['customer']) => grantKinds[accessKind(customer)];

/** What the grants are called in sentences. */
export const accessNoun = (customer: OpeningFragment['customer']) => nouns[accessKind(customer)];

function accessKind(customer: OpeningFragment['customer']): AccessGrantKind {
  const kinds = grantKindsOf(customer);
  return kinds.length === 1 ? kinds[0]! : 'RESERVATION';
}

/** The kinds that the customer has grants of. */
export function grantKindsOf(customer: OpeningFragment['customer']): AccessGrantKind[] {
  const kinds: AccessGrantKind[] = [];
  if (customer.reservations.totalCount > 0) kinds.push('RESERVATION');
  if (customer.bookings.totalCount > 0) kinds.push('BOOKING');
  if (customer.grants.totalCount > 0) kinds.push('ACCESS_GRANT');
  return kinds;
}

/** The person's name, or else the grant's own, or its key. */
export const grantTitle = (grant: GrantFragment) => grant.userIdentity?.name ?? (grant.name || grant.key);

export const grantPlaces = (grant: GrantFragment) => grant.spaces.map((space) => space.name);

/** What has become of an action, in a few words. What the device says of it is told as it is. */
export function actionState({ capability, status, error, targetTemperature }: ActionFragment): string {
  const what = capability === 'SET_TEMPERATURE' && targetTemperature !== null ? fill(text.setTo, { value: degrees(targetTemperature) }) : capabilityNames[capability];
  switch (status) {
    case 'PENDING':
      return underWay[capability];
    case 'SUCCEEDED':
      return fill(text.actionDone, { what });
    case 'FAILED':
      return `${fill(text.actionFailed, { what })} ${error ?? ''}`.trim();
    case 'TIMED_OUT':
      return fill(text.actionTimedOut, { what });
  }
}

const oneDigit = new Intl.NumberFormat(formats, { maximumFractionDigits: 1 });

export const degrees = (value: number) => oneDigit.format(value);

/** What a device tells of itself, each in a word or two. */
export function deviceStates(state: DeviceFragment['state']): string[] {
  const words: string[] = [];
  if (state.isLocked !== null) words.push(state.isLocked ? text.locked : text.unlocked);
  if (state.isOpen !== null) words.push(state.isOpen ? text.open : text.closed);
  if (state.isOn !== null) words.push(state.isOn ? text.on : text.off);
  if (state.temperature !== null) words.push(fill(text.celsius, { value: degrees(state.temperature) }));
  if (state.targetTemperature !== null) words.push(fill(text.setTo, { value: degrees(state.targetTemperature) }));
  if (state.humidity !== null) words.push(fill(text.humidity, { value: degrees(state.humidity) }));
  return words;
}

/** How much is left in a device's battery. */
export const batteryLevel = (level: number) => fill(text.battery, { value: number(level) });

/** The first letters of a name's first two words, in place of a logo. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase(formats) ?? '')
    .join('');
}
