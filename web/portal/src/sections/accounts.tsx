import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { AccountsDocument, DisconnectDocument, type AccountFragment, type AccountsQuery } from '../operations/generated';
import { About, Filled, fill, text } from '../locale';
import { useOpening } from '../opening';
import { useList, type Load } from '../pages';
import { Results } from '../parts';
import type { Session } from '../session';
import { accountStates, initials } from '../words';
import { useConnecting, type Connecting } from './connecting';

type Provider = AccountsQuery['portal']['providers'][number];

interface Props {
  session: Session;
  /** An embedded portal can't leave its frame: it goes to the provider in a window of its own. */
  embedded: boolean;
}

/** The customer's accounts at other services, and those at which there may be one. */
export function Accounts({ session, embedded }: Props) {
  const { readOnly } = useOpening();
  const [providers, setProviders] = useState<readonly Provider[] | null>(null);
  const [done, setDone] = useState('');
  const load: Load<AccountFragment> = useCallback(
    async (place, signal) => {
      const { portal } = await session.query(AccountsDocument, place.after ? { after: place.after } : {}, signal);
      setProviders(portal.providers);
      return portal.customer.list;
    },
    [session],
  );
  const list = useList(load);
  const connecting = useConnecting(session, embedded, (told) => {
    setDone(told);
    list.retry();
  });
  const begin = (provider: { id: string; name: string }, account?: string) => {
    setDone('');
    connecting.begin(provider, account);
  };
  const disconnect = async (account: AccountFragment) => {
    setDone('');
    try {
      await session.query(DisconnectDocument, { id: account.id });
      setDone(fill(text.disconnected, { provider: account.provider.name }));
      list.retry();
    } catch {
      setDone(fill(text.notDisconnected, { provider: account.provider.name }));
    }
  };
  return (
    <>
      <div role="status" data-test="accounts-status">
        {done !== '' && <p class="notice">{done}</p>}
        <Waiting connecting={connecting} />
      </div>
      <Results
        list={list}
        noun="accounts"
        test="accounts"
        id={(account) => account.id}
        row={(account) => <Row readOnly={readOnly} account={account} busy={connecting.busy} reconnect={() => begin(account.provider, account.id)} disconnect={() => disconnect(account)} />}
        empty={providers?.length === 0 ? <p>{text.nothingToConnect}</p> : <p>{text.none.accounts}</p>}
      />
      {!readOnly && providers !== null && providers.length > 0 && (
        <section class="offers" aria-labelledby="offers">
          <h2 id="offers" class="offers-title">
            {text.connectAccount}
          </h2>
          <ul class="offer-list">
            {providers.map((provider) => (
              <li key={provider.id}>
                <button
                  class="button quiet offer"
                  type="button"
                  aria-disabled={connecting.busy}
                  data-test={`connect-${provider.key}`}
                  onClick={() => connecting.busy || begin(provider)}
                >
                  <span class="initials" aria-hidden="true">
                    {initials(provider.name)}
                  </span>
                  <span>
                    <span class="hidden-label">{text.connect}: </span>
                    <bdi>{provider.name}</bdi>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What goes on in the other window, or why there is none. */
function Waiting({ connecting }: { connecting: Connecting }) {
  const { provider, blocked, failed, busy } = connecting;
  if (failed !== '')
    return (
      <p class="notice" data-test="accounts-failed">
        {failed}
      </p>
    );
  if (!busy) return null;
  return (
    <div class="notice waiting" data-test="accounts-waiting">
      {blocked !== null ? (
        <p>
          <Filled
            message={text.windowBlocked}
            values={{
              link: (
                <a href={blocked} target="_blank" rel="noreferrer" data-test="accounts-blocked">
                  <Filled message={text.goOnTo} values={{ provider: <bdi>{provider}</bdi> }} />
                </a>
              ),
            }}
          />
        </p>
      ) : (
        <p>
          <Filled message={text.connecting} values={{ provider: <bdi>{provider}</bdi> }} />
        </p>
      )}
      <button class="button quiet small" type="button" data-test="accounts-stop" onClick={connecting.stop}>
        {text.stopWaiting}
      </button>
    </div>
  );
}

interface RowProps {
  readOnly: boolean;
  account: AccountFragment;
  busy: boolean;
  reconnect(): void;
  disconnect(): Promise<void>;
}

function Row({ readOnly, account, busy, reconnect, disconnect }: RowProps) {
  const [asks, setAsks] = useState(false);
  const [ending, setEnding] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks) sure.current?.focus();
  }, [asks]);
  const { provider, name, status } = account;
  const end = () => {
    setEnding(true);
    disconnect().finally(() => {
      setEnding(false);
      setAsks(false);
    });
  };
  return (
    <>
      <div class="row-head">
        <span class="account">
          <span class="initials" aria-hidden="true">
            {initials(provider.name)}
          </span>
          <span class="row-title">
            <bdi>{provider.name}</bdi>
          </span>
        </span>
        <span class={`chip chip-${status.toLowerCase()}`} data-test="account-status">
          {accountStates[status]}
        </span>
      </div>
      <div class="row-lines">
        <div class="muted" data-test="account-name">
          {name === null ? text.unnamedAccount : <bdi>{name}</bdi>}
        </div>
      </div>
      {readOnly ? null : asks ? (
        <div class="row-actions" role="group" aria-label={`${text.disconnect}: ${provider.name}`}>
          <p>{text.disconnectMeans}</p>
          <button class="button small" type="button" ref={sure} aria-disabled={ending} data-test="account-sure" onClick={() => ending || end()}>
            {ending ? text.disconnecting : text.disconnect}
          </button>
          <button class="button quiet small" type="button" data-test="account-keep" onClick={() => setAsks(false)}>
            {text.keepIt}
          </button>
        </div>
      ) : (
        <div class="row-actions">
          {status !== 'CONNECTED' && (
            <button
              class={status === 'RECONNECT_REQUIRED' ? 'button small' : 'button quiet small'}
              type="button"
              aria-disabled={busy}
              data-test="account-reconnect"
              onClick={() => busy || reconnect()}
            >
              {text.reconnect}
              <About>{provider.name}</About>
            </button>
          )}
          {status !== 'DISCONNECTED' && (
            <button class="button quiet small" type="button" data-test="account-disconnect" onClick={() => setAsks(true)}>
              {text.disconnect}
              <About>{provider.name}</About>
            </button>
          )}
        </div>
      )}
    </>
  );
}
