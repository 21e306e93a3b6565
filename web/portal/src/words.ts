import type {
  AccessGrantKind,
  ActionFragment,
  ConnectedAccountStatus,
  DeviceCapability,
  DeviceFragment,
  DeviceType,
  EventType,
  GrantFragment,
  OpeningFragment,
  SpaceKind,
  UserIdentityKind,
} from './operations/generated';

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
  SITE: 'Sites',
};

export const personKinds: Record<UserIdentityKind, string> = {
  GUEST: 'Guests',
  TENANT: 'Tenants',
  RESIDENT: 'Residents',
  USER: 'Members',
  USER_IDENTITY: 'Other people',
  STAFF_MEMBER: 'Staff',
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

export const deviceTypes: Record<DeviceType, string> = {
  LOCK: 'Locks',
  THERMOSTAT: 'Thermostats',
  SENSOR: 'Sensors',
  SWITCH: 'Switches',
  LIGHT: 'Lights',
  CAMERA: 'Cameras',
  HUB: 'Hubs',
  OTHER: 'Other devices',
};

export const deviceTypeNames: Record<DeviceType, string> = {
  LOCK: 'Lock',
  THERMOSTAT: 'Thermostat',
  SENSOR: 'Sensor',
  SWITCH: 'Switch',
  LIGHT: 'Light',
  CAMERA: 'Camera',
  HUB: 'Hub',
  OTHER: 'Device',
};

export const capabilityNames: Record<DeviceCapability, string> = {
  LOCK: 'Lock',
  UNLOCK: 'Unlock',
  TURN_ON: 'Turn on',
  TURN_OFF: 'Turn off',
  SET_TEMPERATURE: 'Set temperature',
};

const underWay: Record<DeviceCapability, string> = {
  LOCK: 'Locking…',
  UNLOCK: 'Unlocking…',
  TURN_ON: 'Turning on…',
  TURN_OFF: 'Turning off…',
  SET_TEMPERATURE: 'Setting the temperature…',
};

/** What has become of an action, in a few words. */
export function actionState({ capability, status, error, targetTemperature }: ActionFragment): string {
  const what = capability === 'SET_TEMPERATURE' && targetTemperature !== null ? `Set to ${degrees(targetTemperature)} °C` : capabilityNames[capability];
  switch (status) {
    case 'PENDING':
      return underWay[capability];
    case 'SUCCEEDED':
      return `${what}: done`;
    case 'FAILED':
      return `${what}: failed. ${error ?? ''}`.trim();
    case 'TIMED_OUT':
      return `${what}: the device did not answer`;
  }
}

export const degrees = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 });

/** What a device tells of itself, each in a word or two. */
export function deviceStates(state: DeviceFragment['state']): string[] {
  const words: string[] = [];
  if (state.isLocked !== null) words.push(state.isLocked ? 'Locked' : 'Unlocked');
  if (state.isOpen !== null) words.push(state.isOpen ? 'Open' : 'Closed');
  if (state.isOn !== null) words.push(state.isOn ? 'On' : 'Off');
  if (state.temperature !== null) words.push(`${degrees(state.temperature)} °C`);
  if (state.targetTemperature !== null) words.push(`Set to ${degrees(state.targetTemperature)} °C`);
  if (state.humidity !== null) words.push(`${degrees(state.humidity)} % humidity`);
  return words;
}

export const deviceEvents: Partial<Record<EventType, string>> = {
  DEVICE_ADDED: 'Added',
  DEVICE_CHANGED: 'Changed',
  DEVICE_ASSIGNED: 'Put into a place',
  DEVICE_UNASSIGNED: 'Taken out of its place',
};

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
