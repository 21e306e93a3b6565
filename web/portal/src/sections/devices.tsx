import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { text as words } from '../locale';
import { DeviceDocument, DevicesDocument, type DeviceFilter, type DeviceFragment, type DeviceType } from '../operations/generated';
import { useList, useRefresh, useRested, type List, type Load } from '../pages';
import { Kinds, Results, Search } from '../parts';
import type { Session } from '../session';
import { refreshEvery } from '../thing';
import { deviceTypes } from '../words';
import { Device } from './device';

const pageSize = 25;

interface Props {
  session: Session;
  /** Whether the section is the one that is seen. */
  shown: boolean;
}

/** The devices by name, with their state as it changes. */
export function Devices({ session, shown }: Props) {
  const [text, setText] = useState('');
  const [type, setType] = useState<DeviceType | ''>('');
  const search = useRested(text.trim());
  const devices = useDevices(session, shown, '', search, type);
  const { types } = devices;
  return (
    <>
      <div class="filters" role="search" aria-label={words.find.devices}>
        <Search label={words.searchDevices} value={text} change={setText} test="devices" />
        {types.length > 1 && (
          <div class="filter-row">
            <Kinds kinds={types} names={deviceTypes} value={type} change={setType} test="devices" />
          </div>
        )}
      </div>
      <DeviceRows
        session={session}
        devices={devices}
        test="devices"
        empty={
          search || type ? (
            <>
              <p>{words.noMatch.devices}</p>
              <button
                class="button quiet"
                type="button"
                data-test="devices-clear"
                onClick={() => {
                  setText('');
                  setType('');
                }}
              >
                {words.clearSearch}
              </button>
            </>
          ) : (
            <p>{words.none.devices}</p>
          )
        }
      />
    </>
  );
}

interface RowsProps {
  session: Session;
  devices: DeviceList;
  test: string;
  empty: ComponentChildren;
}

/** A list of devices, each with what it can be asked to do. */
export function DeviceRows({ session, devices: { list, changed, look }, test, empty }: RowsProps) {
  return (
    <Results
      list={list}
      noun="devices"
      test={test}
      id={(device) => device.id}
      row={(device) => <Device session={session} device={device} changed={changed} look={look} />}
      empty={empty}
    />
  );
}

interface DeviceList {
  list: List<DeviceFragment>;
  /** The types that there are. */
  types: readonly DeviceType[];
  changed(device: DeviceFragment): void;
  look(id: string): void;
}

/** The devices that fit, or all of a place, read anew while they are seen. */
export function useDevices(session: Session, shown: boolean, spaceId = '', search = '', type: DeviceType | '' = ''): DeviceList {
  const [types, setTypes] = useState<readonly DeviceType[]>([]);
  const typesRead = useRef(false);
  const read = useCallback(
    async (first: number, signal: AbortSignal, after?: string) => {
      const filter: DeviceFilter = { ...(type && { type }), ...(search && { search }), ...(spaceId && { spaceId }) };
      // The types come with the first page and never again; within a place nobody chooses by them.
      const reads = spaceId === '' && !typesRead.current;
      const { customer } = (await session.query(DevicesDocument, { first, filter, types: reads, ...(after && { after }) }, signal)).portal;
      if (reads) setTypes((Object.keys(deviceTypes) as DeviceType[]).filter((name) => (customer[name]?.totalCount ?? 0) > 0));
      typesRead.current ||= reads;
      return customer.list;
    },
    [session, spaceId, search, type],
  );
  const load: Load<DeviceFragment> = useCallback((place, signal) => read(pageSize, signal, place.after), [read]);
  const list = useList(load);
  const refresh = useRefresh(list, pageSize, read);
  useEffect(() => {
    if (!shown) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), refreshEvery);
    return () => clearInterval(timer);
  }, [shown, refresh]);

  const { change } = list;
  const changed = useCallback((device: DeviceFragment) => change(device, ({ id }) => id === device.id), [change]);
  const look = useCallback(
    (id: string) => {
      session.query(DeviceDocument, { id }).then(
        ({ device }) => (device === null ? refresh() : changed(device)),
        () => undefined, // the next look at the list shows it
      );
    },
    [session, changed, refresh],
  );
  return { list, types, changed, look };
}
