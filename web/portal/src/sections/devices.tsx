import { useCallback, useEffect, useState } from 'preact/hooks';
import { DeviceDocument, DevicesDocument, type DeviceFilter, type DeviceFragment, type DeviceType } from '../operations/generated';
import { useList, useRested, type List, type Load } from '../pages';
import { Kinds, Results, Search } from '../parts';
import type { Session } from '../session';
import { deviceTypes } from '../words';
import { Device } from './device';

const pageSize = 25;
// How often what is seen is read anew, and how much of it at most.
const refreshEvery = 5_000;
const refreshed = 100;

interface Props {
  session: Session;
  /** Whether the section is the one that is seen. */
  shown: boolean;
}

/** The devices by name, with their state as it changes. */
export function Devices({ session, shown }: Props) {
  const [text, setText] = useState('');
  const [type, setType] = useState<DeviceType | ''>('');
  const [types, setTypes] = useState<readonly DeviceType[] | null>(null);
  const search = useRested(text.trim());
  const read = useCallback(
    async (first: number, after: string | undefined, signal?: AbortSignal) => {
      const filter: DeviceFilter = { ...(type && { type }), ...(search && { search }) };
      const { customer } = (await session.query(DevicesDocument, { first, filter, types: types === null, ...(after && { after }) }, signal)).portal;
      if (types === null) setTypes((Object.keys(deviceTypes) as DeviceType[]).filter((name) => (customer[name]?.totalCount ?? 0) > 0));
      return customer.list;
    },
    // The types come with the first page and never again.
    [session, search, type],
  );
  const load: Load<DeviceFragment> = useCallback((place, signal) => read(pageSize, place.after, signal), [read]);
  const list = useList(load);
  const [fresh, changed] = useFresh(session, list, read, shown);
  return (
    <>
      <div class="filters" role="search" aria-label="Find devices">
        <Search label="Name, maker or model" value={text} change={setText} test="devices" />
        {types && types.length > 1 && (
          <div class="filter-row">
            <Kinds kinds={types} names={deviceTypes} value={type} change={setType} test="devices" />
          </div>
        )}
      </div>
      <Results
        list={list}
        words={['device', 'devices']}
        test="devices"
        id={(device) => device.id}
        row={(device) => <Device session={session} device={fresh.get(device.id) ?? device} changed={changed} />}
        empty={
          search || type ? (
            <>
              <p>No devices match.</p>
              <button
                class="button quiet"
                type="button"
                data-test="devices-clear"
                onClick={() => {
                  setText('');
                  setType('');
                }}
              >
                Clear the search
              </button>
            </>
          ) : (
            <p>There are no devices yet.</p>
          )
        }
      />
    </>
  );
}

const idsOf = (devices: readonly DeviceFragment[]) => devices.map(({ id }) => id).join();

type Fresh = ReadonlyMap<string, DeviceFragment>;
type Read = (first: number, after: undefined) => Promise<{ nodes: readonly DeviceFragment[] }>;

/** What the devices of a list are like since it was read, and a function that has one read anew. */
function useFresh(session: Session, list: List<DeviceFragment>, read: Read, shown: boolean): [Fresh, (device: DeviceFragment | string) => void] {
  const [fresh, setFresh] = useState<Fresh>(new Map());
  const add = (devices: readonly DeviceFragment[]) => setFresh((before) => new Map([...before, ...devices.map((d) => [d.id, d] as const)]));

  useEffect(() => {
    if (!shown || list.state !== 'ready' || list.busy !== null) return;
    let over = false;
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const seen = Math.min(Math.max(list.items.length, pageSize), refreshed);
      const { nodes } = await read(seen, undefined);
      if (over) return;
      add(nodes);
      // Something was added, renamed or removed: the list itself is another.
      if (idsOf(nodes) !== idsOf(list.items.slice(0, seen))) list.retry();
    };
    const timer = setInterval(() => look().catch(() => undefined), refreshEvery); // what is seen stays, and the next time may work
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [shown, list.items, list.state, list.busy, read]);

  const changed = useCallback(
    (device: DeviceFragment | string) => {
      if (typeof device !== 'string') {
        add([device]);
        return;
      }
      session.query(DeviceDocument, { id: device }).then(
        (answer) => answer.device && add([answer.device]),
        () => undefined,
      );
    },
    [session],
  );
  return [fresh, changed];
}
