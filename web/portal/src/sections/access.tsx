import { useCallback, useState } from 'preact/hooks';
import { GrantsDocument, type AccessGrantFilter, type AccessGrantKind, type GrantFragment, type OpeningFragment } from '../operations/generated';
import { text as words } from '../locale';
import { addressOf, hasNavigation, useOpening } from '../opening';
import { useList, useRested, type Load, type Page } from '../pages';
import { Kinds, Listed, Results, Search } from '../parts';
import type { Session } from '../session';
import { dayOfField, formatDay, formatTime } from '../time';
import { accessNoun, grantKinds, grantKindsOf, grantPlaces, grantTitle } from '../words';

const pageSize = 25;

interface Props {
  session: Session;
  customer: OpeningFragment['customer'];
}

/** All grants, by their end: what is going on and coming, and earlier ones when asked for. */
export function Access({ session, customer }: Props) {
  const [text, setText] = useState('');
  const [kind, setKind] = useState<AccessGrantKind | ''>('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const search = useRested(text.trim());
  const list = useList(useLoad(session, search, kind, from, to), from === '');
  const filtered = search !== '' || kind !== '' || from !== '' || to !== '';
  const noun = accessNoun(customer);
  return (
    <>
      <div class="filters" role="search" aria-label={words.find[noun]}>
        <Search label={words.searchAccess} value={text} change={setText} test="access" />
        <div class="filter-row">
          <DateField label={words.dateFrom} value={from} change={setFrom} test="access-from" />
          <DateField label={words.dateTo} value={to} change={setTo} test="access-to" />
          <Kinds kinds={grantKindsOf(customer)} names={grantKinds} value={kind} change={setKind} test="access" />
        </div>
      </div>
      <Results
        list={list}
        noun={noun}
        test="access"
        id={(grant) => grant.id}
        row={(grant) => <Row grant={grant} />}
        earlierLabel={words.showEarlier}
        empty={
          filtered ? (
            <>
              <p>{from === '' ? words.nothingMatchesAhead : words.nothingMatches}</p>
              <button
                class="button quiet"
                type="button"
                data-test="access-clear"
                onClick={() => {
                  setText('');
                  setKind('');
                  setFrom('');
                  setTo('');
                }}
              >
                {words.clearSearch}
              </button>
            </>
          ) : (
            <p>{words.nothingAhead}</p>
          )
        }
      />
    </>
  );
}

/** Without a first day the list begins with what hasn't ended, and goes back from there. */
function useLoad(session: Session, search: string, kind: AccessGrantKind | '', from: string, to: string): Load<GrantFragment> {
  return useCallback(
    async (place, signal): Promise<Page<GrantFragment>> => {
      const back = 'before' in place;
      const startsBefore = dayOfField(to, 1)?.toISOString();
      const shared: AccessGrantFilter = { ...(kind && { kind }), ...(startsBefore && { startsBefore }) };
      const endsAfter = (dayOfField(from) ?? new Date()).toISOString();
      const filter: AccessGrantFilter = { ...shared, ...(search && { search }), ...(!back && { endsAfter }) };
      const reach = back
        ? { last: pageSize, ...(place.before && { before: place.before }) }
        : { first: pageSize, ...(place.after && { after: place.after }) };
      const exact = { ...shared, key: search };
      const searching = search !== '' && !back && !place.after;
      const { customer } = (await session.query(GrantsDocument, { ...reach, filter, searching, ...(searching ? { exact } : {}) }, signal)).portal;
      return withExact(customer.list, customer.exact?.nodes ?? []);
    },
    [session, search, kind, from, to],
  );
}

/** Puts what has the very key first, once. */
function withExact(list: Page<GrantFragment>, exact: readonly GrantFragment[]): Page<GrantFragment> {
  const listed = new Set(list.nodes.map((grant) => grant.id));
  const added = exact.filter((grant) => !listed.has(grant.id));
  return { ...list, nodes: [...added, ...list.nodes], totalCount: list.totalCount + added.length };
}

function DateField({ label, value, change, test }: { label: string; value: string; change(value: string): void; test: string }) {
  return (
    <label class="field">
      <span class="field-name">{label}</span>
      <input type="date" value={value} data-test={test} onInput={(event) => change(event.currentTarget.value)} />
    </label>
  );
}

const stateNames = { ended: words.stateEnded, coming: words.stateComing, now: words.stateNow };

/** When a grant begins and ends; null where it doesn't. */
export function momentsOf({ startsAt, endsAt }: GrantFragment): { starts: Date | null; ends: Date | null } {
  return { starts: startsAt === null ? null : new Date(startsAt), ends: endsAt === null ? null : new Date(endsAt) };
}

/** Whether a grant is over, coming, or holds now. */
export function StateChip({ grant }: { grant: GrantFragment }) {
  const now = new Date();
  const { starts, ends } = momentsOf(grant);
  const state = ends !== null && ends <= now ? 'ended' : starts !== null && starts > now ? 'coming' : 'now';
  return <span class={`chip chip-${state}`}>{stateNames[state]}</span>;
}

function Row({ grant }: { grant: GrantFragment }) {
  const opening = useOpening();
  const { starts, ends } = momentsOf(grant);
  const title = grantTitle(grant);
  const brief = opening.features.manage.excludeReservationTechnicalDetails;
  const ownName = grant.name && grant.name !== title ? grant.name : '';
  return (
    <>
      <div class="row-head">
        <span class="row-title">
          {hasNavigation(opening) ? (
            <a class="row-link" href={addressOf('access', grant)} data-test="access-link">
              <bdi>{title}</bdi>
            </a>
          ) : (
            <bdi>{title}</bdi>
          )}
        </span>
        <StateChip grant={grant} />
      </div>
      <div class="row-lines">
        {grant.spaces.length > 0 && (
          <div>
            <Listed names={grantPlaces(grant)} />
          </div>
        )}
        <div class="muted">
          <Moment at={starts} none={words.noBeginning} /> <span aria-hidden="true">→</span>
          <span class="hidden-label">{words.to}</span> <Moment at={ends} none={words.noEnd} />
        </div>
        <div class="fine">
          {ownName && <bdi>{ownName}</bdi>}
          {ownName && !brief && ' · '}
          {!brief && <bdi class="mono">{grant.key}</bdi>}
        </div>
      </div>
    </>
  );
}

/** A moment as a day and a time. */
export function Moment({ at, none }: { at: Date | null; none: string }) {
  if (at === null) return <span>{none}</span>;
  return (
    <time dateTime={at.toISOString()}>
      {formatDay(at)}, {formatTime(at)}
    </time>
  );
}
