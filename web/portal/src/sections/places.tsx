import { useEffect, useRef, useState } from 'preact/hooks';
import { fill, plural, text } from '../locale';
import { addressOf, hasNavigation, useOpening } from '../opening';
import { AssignDocument, PlacesDocument, RefuseProposalDocument, UnassignDocument, type SpaceKind } from '../operations/generated';
import type { Session } from '../session';
import { spaceKinds } from '../words';
import { Confirmation, useConfirmation, type Asking } from './confirmation';
import { Directory } from './directory';
import { PlacePicker } from './placepicker';
import { DevicesIn, DevicesWithoutPlace } from './placed';
import { Proposals } from './proposals';

/** What the API takes at once. */
const together = 100;

/** The places, with the devices in them, and the devices that are in none. */
export function Places({ session }: { session: Session }) {
  const opening = useOpening();
  const { readOnly } = opening;
  const organizer = useOrganizer(session);
  const { version, told } = organizer;
  return (
    <>
      <p class="told" role="status" data-test="organized">
        {told}
      </p>
      {!readOnly && <Proposals session={session} organizer={organizer} />}
      {!readOnly && <DevicesWithoutPlace session={session} organizer={organizer} />}
      <Directory
        test="places"
        noun="places"
        names={spaceKinds}
        version={version}
        read={(filter: { kind?: SpaceKind; namePrefix?: string }, page, kinds, signal) =>
          session.query(PlacesDocument, { filter, kinds, ...page }, signal).then(({ portal }) => portal.customer)
        }
        row={(place) => (
          <>
            <div class="row-head">
              <span class="row-title">
                {hasNavigation(opening) ? (
                  <a class="row-link" href={addressOf('places', place)} data-test="places-link">
                    <bdi>{place.name}</bdi>
                  </a>
                ) : (
                  <bdi>{place.name}</bdi>
                )}
              </span>
              <span class="muted fine">
                <bdi class="mono">{place.key}</bdi>
              </span>
            </div>
            {place.deviceCount > 0 && !readOnly && <DevicesIn session={session} organizer={organizer} place={place} />}
          </>
        )}
      />
      <PlacePicker session={session} choosing={organizer.choosing} />
      <Confirmation asking={organizer.asking} />
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

/** Moves devices, and has what is seen of them read anew. Each tells whether it was done. */
export interface Organizer {
  /** Another number after each change. */
  version: number;
  /** What was done last, for people. */
  told: string;
  choosing: Choosing | null;
  assign(devices: readonly string[], place: Place): Promise<boolean>;
  unassign(devices: readonly string[]): Promise<boolean>;
  /** What is to be confirmed just now. */
  asking: Asking | null;
  /** Has the customer confirm that so many devices get their first place, where the link wants that. */
  confirm(count: number): Promise<boolean>;
  /** Asks for a place and puts the devices there. */
  choose(devices: readonly string[]): Promise<boolean>;
  refuse(device: Place, place: Place): Promise<boolean>;
}

function useOrganizer(session: Session): Organizer {
  const [version, setVersion] = useState(0);
  const [told, setTold] = useState('');
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const { asking, confirm } = useConfirmation();
  const last = useRef<Promise<unknown>>(Promise.resolve());

  // One change after the other, as they were asked for.
  const change = (send: () => Promise<unknown>, done: string): Promise<boolean> => {
    const next = last.current.then(send).then(
      () => {
        setTold(done);
        return true;
      },
      () => {
        setTold(text.notDone);
        return false;
      },
    );
    last.current = next.then(() => setVersion((n) => n + 1));
    return next;
  };
  const inParts = async (devices: readonly string[], send: (some: string[]) => Promise<unknown>) => {
    for (let from = 0; from < devices.length; from += together) await send(devices.slice(from, from + together));
  };
  const assign = (devices: readonly string[], place: Place) =>
    change(
      () => inParts(devices, (deviceIds) => session.query(AssignDocument, { input: { spaceId: place.id, deviceIds } })),
      plural(text.putDone, devices.length, { place: place.name }),
    );
  const unassign = (devices: readonly string[]) =>
    change(
      () => inParts(devices, (deviceIds) => session.query(UnassignDocument, { input: { deviceIds } })),
      plural(text.takenOut, devices.length),
    );
  const refuse = (device: Place, place: Place) =>
    change(
      () => session.query(RefuseProposalDocument, { input: { deviceId: device.id, spaceId: place.id } }),
      fill(text.staysWithout, { device: device.name, place: place.name }),
    );
  const choose = (devices: readonly string[]) =>
    new Promise<boolean>((resolve) => {
      const end = (done: boolean) => {
        setChoosing(null);
        resolve(done);
      };
      setChoosing({ count: devices.length, pick: (place) => void assign(devices, place).then(end), cancel: () => end(false) });
    });

  // What was pressed may be gone with what it was about: then the keyboard goes on from the section's title.
  useEffect(() => {
    if (version === 0) return;
    const timer = setTimeout(() => document.activeElement === document.body && document.querySelector<HTMLElement>('.section-title')?.focus(), 500);
    return () => clearTimeout(timer);
  }, [version]);
  return { version, told, choosing, asking, confirm, assign, unassign, choose, refuse };
}
