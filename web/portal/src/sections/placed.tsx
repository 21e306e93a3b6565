import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { About, fill, plural, text } from '../locale';
import { DevicesOfPlaceDocument, DevicesWithoutPlaceDocument, type PlacedFragment } from '../operations/generated';
import { useList, useRefresh, type Load, type Page } from '../pages';
import { Results } from '../parts';
import type { Session } from '../session';
import { deviceTypeNames } from '../words';
import type { Organizer, Place } from './places';

interface Props {
  session: Session;
  organizer: Organizer;
}

/** The devices that are in no place, to be put into one; nothing where there are none. */
export function DevicesWithoutPlace({ session, organizer }: Props) {
  const read: Read = useCallback(
    async (first, signal, after) => (await session.query(DevicesWithoutPlaceDocument, { first, ...(after && { after }) }, signal)).portal.customer.list,
    [session],
  );
  return (
    <Choice read={read} pageSize={10} version={organizer.version} test="unplaced" label={text.withoutPlace} hideEmpty>
      {(chosen, clear) => (
        <button
          class="button small"
          type="button"
          aria-disabled={chosen.length === 0}
          data-test="put"
          onClick={() =>
            chosen.length > 0 &&
            organizer
              .confirm(chosen.length)
              .then((sure) => sure && organizer.choose(chosen))
              .then((done) => done && clear())
          }
        >
          {text.putIntoPlace}
        </button>
      )}
    </Choice>
  );
}

/** The devices in a place, to be taken out or put elsewhere. They are read when they are asked for. */
export function DevicesIn({ session, organizer, place }: Props & { place: Place & { deviceCount: number } }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-test="place-devices">
        {plural(text.counts.devices, place.deviceCount)}
        <About>{place.name}</About>
      </summary>
      {open && <Inside session={session} organizer={organizer} place={place} />}
    </details>
  );
}

function Inside({ session, organizer, place }: Props & { place: Place }) {
  const read: Read = useCallback(
    async (first, signal, after) => (await session.query(DevicesOfPlaceDocument, { space: place.id, first, ...(after && { after }) }, signal)).portal.customer.list,
    [session, place.id],
  );
  return (
    <Choice read={read} pageSize={25} version={organizer.version} test="placed" label={fill(text.devicesInPlace, { place: place.name })}>
      {(chosen, clear) => (
        <>
          <button
            class="button small quiet"
            type="button"
            aria-disabled={chosen.length === 0}
            data-test="take-out"
            onClick={() => chosen.length > 0 && organizer.unassign(chosen).then((done) => done && clear())}
          >
            {text.takeOut}
          </button>
          <button
            class="button small quiet"
            type="button"
            aria-disabled={chosen.length === 0}
            data-test="put-elsewhere"
            onClick={() => chosen.length > 0 && organizer.choose(chosen).then((done) => done && clear())}
          >
            {text.putElsewhere}
          </button>
        </>
      )}
    </Choice>
  );
}

type Read = (first: number, signal: AbortSignal, after?: string) => Promise<Page<PlacedFragment>>;

interface ChoiceProps {
  read: Read;
  pageSize: number;
  /** Another number than 0 has what is shown read anew. */
  version: number;
  test: string;
  label: string;
  hideEmpty?: boolean;
  children(chosen: readonly string[], clear: () => void): ComponentChildren;
}

/** A list of devices of which some can be chosen, with what can be done with those. */
function Choice({ read, pageSize, version, test, label, hideEmpty, children }: ChoiceProps) {
  const load: Load<PlacedFragment> = useCallback((place, signal) => read(pageSize, signal, place.after), [read, pageSize]);
  const list = useList(load);
  const refresh = useRefresh(list, pageSize, read);
  useEffect(() => {
    if (version) void refresh();
  }, [version, refresh]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What is no longer in the list can't be meant.
  useEffect(() => setChosen((before) => new Set(list.items.filter(({ id }) => before.has(id)).map(({ id }) => id))), [list.items]);
  if (hideEmpty && list.items.length === 0 && list.state !== 'failed') return null;
  const all = list.items.length > 0 && chosen.size === list.items.length;
  const mark = (id: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  return (
    <section class="choice" aria-label={label} data-test={test}>
      <h2 class="choice-title">{label}</h2>
      <Results
        list={list}
        noun="devices"
        test={test}
        id={(device) => device.id}
        row={(device) => (
          <label class="check">
            <input
              type="checkbox"
              checked={chosen.has(device.id)}
              data-test={`${test}-check`}
              data-name={device.name}
              onChange={(event) => mark(device.id, event.currentTarget.checked)}
            />
            <span>
              <bdi>{device.name}</bdi>
            </span>
            <span class="fine">{deviceTypeNames[device.type]}</span>
          </label>
        )}
        empty={<p>{text.noDevicesHere}</p>}
      />
      {list.items.length > 0 && (
        <div class="choice-bar">
          <label class="check">
            <input
              type="checkbox"
              checked={all}
              data-test={`${test}-all`}
              onChange={(event) => setChosen(new Set(event.currentTarget.checked ? list.items.map(({ id }) => id) : []))}
            />
            <span>
              {text.allShown}
              <About>{label}</About>
            </span>
          </label>
          <span class="fine" role="status">
            {chosen.size > 0 ? fill(text.chosen, { count: chosen.size }) : ''}
          </span>
          {children([...chosen], () => setChosen(new Set()))}
        </div>
      )}
    </section>
  );
}
