import { useCallback, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { Filled, fill, text } from '../locale';
import { DeviceHistoryDocument, RenameDocument, type DeviceFragment, type DeviceHistoryQuery } from '../operations/generated';
import { managesDevices, useOpening } from '../opening';
import { useList, type Load } from '../pages';
import { Results } from '../parts';
import type { Session } from '../session';
import { formatDay, formatTime } from '../time';
import { actionState, capabilityNames, deviceEvents } from '../words';

interface Props {
  session: Session;
  device: DeviceFragment;
  changed(device: DeviceFragment): void;
}

/** What is known of a device beside its state, its name to change, and what happened to it. */
export function DeviceDetails({ session, device, changed }: Props) {
  const opening = useOpening();
  const make = [device.manufacturer, device.model].filter((part) => part !== null).join(' ');
  return (
    <div class="details">
      {make && (
        <p class="fine">
          <bdi>{make}</bdi>
        </p>
      )}
      {managesDevices(opening) && <Rename session={session} device={device} changed={changed} />}
      <h2 class="details-title">{text.history}</h2>
      <History session={session} device={device} />
    </div>
  );
}

/** The customer's own name of a device, with the business's beside it. */
function Rename({ session, device, changed }: Props) {
  const [name, setName] = useState(device.name);
  const [told, setTold] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const rename = (to: string) => {
    input.current?.focus(); // what was pressed may go
    session.query(RenameDocument, { input: { id: device.id, name: to } }).then(
      ({ renameDevice }) => {
        changed(renameDevice.device);
        setName(renameDevice.device.name);
        setTold(text.saved);
      },
      (error: unknown) => setTold(whyNot(error)),
    );
  };
  return (
    <form
      class="rename"
      onSubmit={(event) => {
        event.preventDefault();
        const to = name.trim();
        if (to === '') setTold(text.nameEmpty);
        else rename(to === device.pushedName ? '' : to);
      }}
    >
      <label class="field">
        <span class="field-name">{text.ownName}</span>
        <input type="text" autocomplete="off" ref={input} maxLength={255} required value={name} data-test="device-name" onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <button class="button small quiet" data-test="device-rename">
        {text.save}
      </button>
      {device.givenName !== null && (
        <p class="fine" data-test="device-pushed-name">
          <Filled message={text.firstNamed} values={{ name: <bdi>{device.pushedName}</bdi> }} />{' '}
          <button class="link" type="button" data-test="device-name-back" onClick={() => rename('')}>
            {text.useThatName}
          </button>
        </p>
      )}
      <p class="fine" role="status" data-test="device-renamed">
        {told}
      </p>
    </form>
  );
}

function whyNot(error: unknown): string {
  switch (error instanceof ApiError && error.code) {
    case 'NOT_FOUND':
      return text.deviceGone;
    case 'BAD_USER_INPUT':
      return text.nameInvalid;
    default:
      return text.notSaved;
  }
}

type Happening = NonNullable<DeviceHistoryQuery['device']>['list']['nodes'][number];

function History({ session, device }: Pick<Props, 'session' | 'device'>) {
  const first = useOpening().features.manage.events?.defaultEvents ?? null;
  const [types, setTypes] = useState(first);
  const load: Load<Happening> = useCallback(
    async (place, signal) => {
      const answer = await session.query(DeviceHistoryDocument, { id: device.id, types, ...(place.after && { after: place.after }) }, signal);
      return answer.device?.list ?? { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } };
    },
    // What has changed, and what becomes of an action, is a new line.
    [session, types, device.id, device.updatedAt, device.pendingAction?.id],
  );
  const list = useList(load);
  return (
    <>
      {first !== null && (
        <label class="check">
          <input type="checkbox" checked={types === null} data-test="history-all" onChange={(event) => setTypes(event.currentTarget.checked ? null : first)} />
          <span>{text.allEvents}</span>
        </label>
      )}
      <Results
        list={list}
        noun="entries"
        test="history"
        id={(event) => event.id}
        row={(event) => (
          <>
            <span>{happened(event)}</span>{' '}
            <span class="fine">
              {event.actor.openedFor !== null && (
                <>
                  <Filled message={text.byWhom} values={{ name: <bdi>{event.actor.openedFor}</bdi> }} />,{' '}
                </>
              )}
              <time dateTime={event.createdAt}>
                {formatDay(new Date(event.createdAt))}, {formatTime(new Date(event.createdAt))}
              </time>
            </span>
          </>
        )}
        empty={<p>{text.nothingHappened}</p>}
      />
    </>
  );
}

function happened({ type, deviceAction }: Happening): string {
  if (deviceAction === null) return deviceEvents[type] ?? text.deviceEvents.DEVICE_CHANGED;
  if (type === 'DEVICE_ACTION_REQUESTED') return fill(text.actionAsked, { what: capabilityNames[deviceAction.capability] });
  return actionState(deviceAction);
}
