import type { AccessGrantKind, ConnectedAccountStatus, GrantFragment, OpeningFragment, SpaceKind, UserIdentityKind } from './operations/generated';

export const spaceKinds: Record<SpaceKind, string> = {
  SPACE: 'Spaces',
  PROPERTY: 'Properties',
  ROOM: 'Rooms',
  COMMON_AREA: 'Common areas',
  UNIT: 'Units',
  FACILITY: 'Facilities',
  BUILDING: 'Buildings',
  LISTING: 'Listings',
  PROPERTY_LISTING: 'Property listings',
};

export const personKinds: Record<UserIdentityKind, string> = {
  GUEST: 'Guests',
  TENANT: 'Tenants',
  RESIDENT: 'Residents',
  USER: 'Members',
  USER_IDENTITY: 'Other people',
};

export const grantKinds: Record<AccessGrantKind, string> = {
  RESERVATION: 'Reservations',
  BOOKING: 'Bookings',
  ACCESS_GRANT: 'Access',
};

/** What the list of grants is called: by its one kind where there is but one. The server says the same. */
export function accessName(customer: OpeningFragment['customer']): string {
  const kinds = grantKindsOf(customer);
  return kinds.length === 1 ? grantKinds[kinds[0]!] : grantKinds.RESERVATION;
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

export const plural = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export const accountStates: Record<ConnectedAccountStatus, string> = {
  CONNECTED: 'Connected',
  RECONNECT_REQUIRED: 'Needs you',
  DISCONNECTED: 'Disconnected',
};

/** The first letters of a name's first two words, in place of a logo. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase('en') ?? '')
    .join('');
}
