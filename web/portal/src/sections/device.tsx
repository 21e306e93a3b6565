import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { About, text } from '../locale';
import { managesDevices, useOpening } from '../opening';
import { ActionDocument, AskDocument, type ActionFragment, type DeviceCapability, type DeviceFragment } from '../operations/generated';
import type { Session } from '../session';
import { actionState, batteryLevel, capabilityNames, degrees, deviceStates, deviceTypeNames } from '../words';
import { DeviceDetails } from './devicedetails';

const askEvery = 1_000;

interface Props {
  session: Session;
  device: DeviceFragment;
  /** Is told what the device is like now. */
  changed(device: DeviceFragment): void;
  /** Has the device read anew. */
  look(id: string): void;
  /** Whether it stands alone under its own name, with all there is of it. */
  alone?: boolean;
}

/** A device with its state, what it can be asked to do, and more of it on demand. */
export function Device({ session, device, changed, look, alone = false }: Props) {
  const opening = useOpening();
  const { action, refused, ask } = useAction(session, device, look);
  const [open, setOpen] = useState(alone);
  const pending = action?.status === 'PENDING';
  const facts = [device.space?.name, deviceTypeNames[device.type], device.batteryLevel === null ? null : batteryLevel(device.batteryLevel)];
  return (
    <div data-test="device" data-name={device.name}>
      <div class="row-head">
        {!alone && (
          <span class="row-title">
            <bdi>{device.name}</bdi>
          </span>
        )}
        <span class="chips">
          {!device.isOnline && <span class="chip chip-offline">{text.offline}</span>}
          {deviceStates(device.state).map((state) => (
            <span key={state} class="chip" data-test="device-state">
              {state}
            </span>
          ))}
        </span>
      </div>
      <div class="fine facts">
        {facts
          .filter((fact) => fact)
          .map((fact, number) => (
            <span key={number}>
              <bdi>{fact}</bdi>
            </span>
          ))}
      </div>
      {device.capabilities.length > 0 && managesDevices(opening) && <Asks device={device} pending={pending} ask={ask} />}
      <p class="asked" role="status" data-test="device-action" data-status={action?.status}>
        {refused ?? (action ? actionState(action) : '')}
      </p>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary data-test="device-details">
          {text.details}
          <About>{device.name}</About>
        </summary>
        {open && <DeviceDetails session={session} device={device} changed={changed} />}
      </details>
    </div>
  );
}

interface AsksProps {
  device: DeviceFragment;
  pending: boolean;
  ask(capability: DeviceCapability, targetTemperature?: number): void;
}

/** What the device can be asked to do; while it does something, nothing else. */
function Asks({ device, pending, ask }: AsksProps) {
  const { state } = device;
  // Of a pair, the one that changes something stands out.
  const useful: Partial<Record<DeviceCapability, boolean | null>> = {
    LOCK: state.isLocked === false,
    UNLOCK: state.isLocked,
    TURN_ON: state.isOn === false,
    TURN_OFF: state.isOn,
  };
  return (
    <div class="asks">
      {device.capabilities
        .filter((capability) => capability !== 'SET_TEMPERATURE')
        .map((capability) => (
          <button
            key={capability}
            type="button"
            class={useful[capability] ? 'button small' : 'button small quiet'}
            aria-disabled={pending}
            data-test={`ask-${capability}`}
            onClick={() => pending || ask(capability)}
          >
            {capabilityNames[capability]}
            <About>{device.name}</About>
          </button>
        ))}
      {device.capabilities.includes('SET_TEMPERATURE') && <Temperature device={device} pending={pending} ask={ask} />}
    </div>
  );
}

function Temperature({ device, pending, ask }: AsksProps) {
  const { targetTemperature, temperature } = device.state;
  const [value, setValue] = useState('');
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && value !== '') ask('SET_TEMPERATURE', Number(value));
      }}
    >
      <label>
        <span class="hidden-label">
          {text.temperatureLabel}: {device.name}
        </span>
        <input
          type="number"
          inputmode="decimal"
          required
          min={-100}
          max={200}
          step={0.5}
          placeholder={degrees(targetTemperature ?? temperature ?? 20)}
          value={value}
          data-test="temperature"
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <button class="button small quiet" aria-disabled={pending} data-test="ask-SET_TEMPERATURE">
        {text.set}
        <About>{device.name}</About>
      </button>
    </form>
  );
}

/** The last action of a device, followed until it is answered or its time is over. */
function useAction(session: Session, device: DeviceFragment, look: Props['look']) {
  const [action, setAction] = useState<ActionFragment | null>(device.pendingAction);
  const [refused, setRefused] = useState<string | null>(null);
  const asking = useRef(false);

  // Somebody else may have asked for it.
  useEffect(() => {
    if (!device.pendingAction) return;
    setAction(device.pendingAction);
    setRefused(null);
  }, [device.pendingAction?.id]);

  useEffect(() => {
    if (action?.status !== 'PENDING' || action.id === '') return;
    const follow = async () => {
      const { deviceAction } = await session.query(ActionDocument, { id: action.id });
      if (deviceAction?.status === 'PENDING') return;
      setAction(deviceAction); // none where the device is gone
      look(device.id);
    };
    const timer = setInterval(() => follow().catch(() => undefined), askEvery); // the next time may work
    return () => clearInterval(timer);
  }, [session, action?.id, action?.status, device.id, look]);

  const ask = (capability: DeviceCapability, targetTemperature?: number) => {
    if (asking.current) return;
    asking.current = true;
    setRefused(null);
    setAction({ id: '', capability, targetTemperature: targetTemperature ?? null, status: 'PENDING', error: null });
    session
      .query(AskDocument, { input: { deviceId: device.id, capability, ...(targetTemperature !== undefined && { targetTemperature }) } })
      .then(
        (answer) => setAction(answer.requestDeviceAction.deviceAction),
        (error: unknown) => {
          setAction(null);
          setRefused(whyNot(error));
          look(device.id);
        },
      )
      .finally(() => (asking.current = false));
  };
  return { action, refused, ask };
}

function whyNot(error: unknown): string {
  switch (error instanceof ApiError && error.code) {
    case 'CONFLICT':
      return text.deviceBusy;
    case 'NOT_FOUND':
      return text.deviceGone;
    case 'BAD_USER_INPUT':
      return text.deviceCannot;
    default:
      return text.notSent;
  }
}
