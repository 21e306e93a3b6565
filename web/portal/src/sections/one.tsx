import { useCallback } from 'preact/hooks';
import { text } from '../locale';
import { addressOf, hasNavigation, sectionsOf, useOpening, type One } from '../opening';
import {
  DeviceDocument,
  OneGrantDocument,
  OnePlaceDocument,
  PlacesDocument,
  type DeviceFragment,
  type OneGrantQuery,
  type OnePlaceQuery,
} from '../operations/generated';
import { useList, type Load } from '../pages';
import { Contacts, Listed, Results } from '../parts';
import type { Session } from '../session';
import { Thing } from '../thing';
import { grantPlaces, grantTitle } from '../words';
import { Moment, momentsOf, StateChip } from './access';
import { Device } from './device';
import { DeviceRows, useDevices } from './devices';

type Grant = OneGrantQuery['portal']['customer']['list']['nodes'][number];
type Place = OnePlaceQuery['portal']['customer']['list']['nodes'][number];

// A stay in more places than this is read place by place.
const fewPlaces = 3;

interface Props {
  session: Session;
  shown: boolean;
  named(title: string): void;
}

/** The one thing that an address or the link leads to. */
export function OneThing({ one, ...rest }: Props & { one: One }) {
  switch (one.type) {
    case 'grant':
      return <GrantAlone {...rest} one={one} />;
    case 'place':
      return <PlaceAlone {...rest} one={one} />;
    case 'device':
      return <DeviceAlone {...rest} id={one.id} />;
  }
}

function GrantAlone({ session, one: { kind, key }, ...rest }: Props & { one: One & { type: 'grant' } }) {
  const read = useCallback(
    async (signal: AbortSignal) => (await session.query(OneGrantDocument, { filter: { kind, key } }, signal)).portal.customer.list.nodes[0] ?? null,
    [session, kind, key],
  );
  return (
    <Thing<Grant> {...rest} read={read} title={grantTitle}>
      {(grant) => <GrantDetails session={session} grant={grant} shown={rest.shown} />}
    </Thing>
  );
}

function GrantDetails({ session, grant, shown }: { session: Session; grant: Grant; shown: boolean }) {
  const opening = useOpening();
  const { starts, ends } = momentsOf(grant);
  const brief = opening.features.manage.excludeReservationTechnicalDetails;
  const ownName = grant.name && grant.name !== grantTitle(grant) ? grant.name : '';
  return (
    <>
      <div class="one">
        <p>
          <Moment at={starts} none={text.noBeginning} /> <span aria-hidden="true">→</span>
          <span class="hidden-label">{text.to}</span> <Moment at={ends} none={text.noEnd} /> <StateChip grant={grant} />
        </p>
        {grant.spaces.length > 0 && (
          <p>
            <Listed names={grantPlaces(grant)} />
          </p>
        )}
        {grant.userIdentity && <Contacts person={grant.userIdentity} />}
        {grant.preferredCode !== null && (
          <p data-test="code">
            {text.preferredCode}: <bdi class="mono">{grant.preferredCode}</bdi>
          </p>
        )}
        <p class="fine">
          {ownName && <bdi>{ownName}</bdi>}
          {ownName && !brief && ' · '}
          {!brief && (
            <bdi class="mono" data-test="grant-key">
              {grant.key}
            </bdi>
          )}
        </p>
      </div>
      {grant.spaces
        .filter(({ deviceCount }) => deviceCount > 0)
        .map((place) => (
          <details key={place.id} class="one-place" open={grant.spaces.length <= fewPlaces} data-test="one-place">
            <summary>
              <bdi>{place.name}</bdi>
            </summary>
            <DevicesAt session={session} place={place} shown={shown} />
          </details>
        ))}
    </>
  );
}

function PlaceAlone({ session, one: { kind, key }, ...rest }: Props & { one: One & { type: 'place' } }) {
  const read = useCallback(
    async (signal: AbortSignal) => (await session.query(OnePlaceDocument, { filter: { kind, key } }, signal)).portal.customer.list.nodes[0] ?? null,
    [session, kind, key],
  );
  return (
    <Thing<Place> {...rest} read={read} title={({ name }) => name}>
      {(place) => (
        <>
          <p class="fine one">
            <bdi class="mono">{place.key}</bdi>
          </p>
          {place.kind === 'SITE' && <PlacesOfSite session={session} siteKey={place.key} />}
          {(place.kind !== 'SITE' || place.deviceCount > 0) && <DevicesAt session={session} place={place} shown={rest.shown} />}
        </>
      )}
    </Thing>
  );
}

/** The places of a site, each with the way to it. */
function PlacesOfSite({ session, siteKey }: { session: Session; siteKey: string }) {
  const opening = useOpening();
  const load: Load<Place> = useCallback(
    async (page, signal) =>
      (await session.query(PlacesDocument, { filter: { parentSiteKey: siteKey }, first: 50, kinds: false, ...(page.after && { after: page.after }) }, signal)).portal.customer.list,
    [session, siteKey],
  );
  const list = useList(load);
  const section = sectionsOf(opening).includes('places') ? 'places' : 'devices';
  return (
    <Results
      list={list}
      noun="places"
      test="site-places"
      id={(place) => place.id}
      row={(place) => (
        <span class="row-title">
          {hasNavigation(opening) ? (
            <a class="row-link" href={addressOf(section, place)}>
              <bdi>{place.name}</bdi>
            </a>
          ) : (
            <bdi>{place.name}</bdi>
          )}
        </span>
      )}
      empty={<p>{text.none.places}</p>}
    />
  );
}

function DevicesAt({ session, place, shown }: { session: Session; place: { id: string }; shown: boolean }) {
  const devices = useDevices(session, shown, place.id);
  return <DeviceRows session={session} devices={devices} test="one-devices" empty={<p>{text.none.devices}</p>} />;
}

function DeviceAlone({ session, id, ...rest }: Props & { id: string }) {
  const read = useCallback(async (signal: AbortSignal) => (await session.query(DeviceDocument, { id }, signal)).device, [session, id]);
  return (
    <Thing<DeviceFragment> {...rest} read={read} title={({ name }) => name}>
      {(device, again) => (
        <div class="rows">
          <div class="row">
            <Device session={session} device={device} changed={again} look={again} alone />
          </div>
        </div>
      )}
    </Thing>
  );
}
