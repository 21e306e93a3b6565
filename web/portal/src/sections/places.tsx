import { useCallback, useRef, useState } from 'preact/hooks';
import { AssignDocument, PlacesDocument, UnassignDocument, type SpaceKind } from '../operations/generated';
import type { Session } from '../session';
import { plural, spaceKinds } from '../words';
import { Directory } from './directory';
import { PlacePicker } from './placepicker';
import { DevicesIn, DevicesWithoutPlace } from './placed';
import { Proposals } from './proposals';

/** What the API takes at once. */
const together = 100;

/** The places, with the devices in them, and the devices that are in none. */
export function Places({ session }: { session: Session }) {
  const organizer = useOrganizer(session);
  const { version, told } = organizer;
  return (
    <>
      <p class="told" role="status" data-test="organized">
        {told}
      </p>
      <Proposals session={session} organizer={organizer} />
      <DevicesWithoutPlace session={session} organizer={organizer} />
      <Directory
        test="places"
        words={['place', 'places']}
        names={spaceKinds}
        version={version}
        read={(filter: { kind?: SpaceKind; namePrefix?: string }, after, kinds, signal) =>
          session.query(PlacesDocument, { filter, kinds, ...after }, signal).then(({ portal }) => portal.customer)
        }
        row={(place) => (
          <>
            <div class="row-head">
              <span class="row-title">
                <bdi>{place.name}</bdi>
              </span>
              <span class="muted fine">
                <bdi>{place.key}</bdi>
              </span>
            </div>
            {place.deviceCount > 0 && <DevicesIn session={session} organizer={organizer} place={place} />}
          </>
        )}
      />
      <PlacePicker session={session} choosing={organizer.choosing} />
    </>
  );
}

export interface Place {
  id: string;
  name: string;
}

/** A choice of a place that somebody is to make. */
export interface Choosing {
  count: number;
  pick(place: Place): void;
  cancel(): void;
}

/** Moves devices, and has what is seen of them read anew. */
export interface Organizer {
  /** Another number after each change. */
  version: number;
  /** What was done last, for people. */
  told: string;
  choosing: Choosing | null;
  assign(devices: readonly string[], place: Place): Promise<void>;
  unassign(devices: readonly string[]): Promise<void>;
  /** Asks for a place and puts the devices there; false where none was chosen. */
  choose(devices: readonly string[]): Promise<boolean>;
  tell(text: string): void;
}

function useOrganizer(session: Session): Organizer {
  const [version, setVersion] = useState(0);
  const [told, tell] = useState('');
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const busy = useRef(false);

  const change = useCallback(async (devices: readonly string[], send: (some: string[]) => Promise<unknown>, done: string) => {
    if (busy.current) return;
    busy.current = true;
    try {
      for (let from = 0; from < devices.length; from += together) await send(devices.slice(from, from + together));
      tell(done);
    } catch {
      tell('This could not be done. Please check your connection, and look at the list again.');
    } finally {
      busy.current = false;
      setVersion((n) => n + 1);
    }
  }, []);
  const assign = (devices: readonly string[], place: Place) =>
    change(
      devices,
      (deviceIds) => session.query(AssignDocument, { input: { spaceId: place.id, deviceIds } }),
      `${plural(devices.length, 'device is', 'devices are')} in ${place.name} now.`,
    );
  const unassign = (devices: readonly string[]) =>
    change(
      devices,
      (deviceIds) => session.query(UnassignDocument, { input: { deviceIds } }),
      `${plural(devices.length, 'device was', 'devices were')} taken out.`,
    );
  const choose = (devices: readonly string[]) =>
    new Promise<boolean>((resolve) => {
      const end = (chosen: boolean) => {
        setChoosing(null);
        resolve(chosen);
      };
      setChoosing({ count: devices.length, pick: (place) => void assign(devices, place).then(() => end(true)), cancel: () => end(false) });
    });
  return { version, told, choosing, assign, unassign, choose, tell };
}
