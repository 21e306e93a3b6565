import { useEffect, useState } from 'preact/hooks';
import { About, fill, text } from '../locale';
import { ProposalsDocument, type ProposalsQuery } from '../operations/generated';
import type { Session } from '../session';
import type { Organizer } from './places';

/** How many are shown at first, so that the places themselves are not far. */
const few = 5;

type Proposal = ProposalsQuery['deviceProposals'][number];

/** Places that devices may belong to by their names. Each is accepted or refused; nothing happens by itself. */
export function Proposals({ session, organizer }: { session: Session; organizer: Organizer }) {
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const [all, setAll] = useState(false);

  useEffect(() => {
    const controller = new AbortController();
    session.query(ProposalsDocument, {}, controller.signal).then(
      ({ deviceProposals }) => setProposals(deviceProposals),
      () => undefined, // without proposals all can be done as well
    );
    return () => controller.abort();
  }, [session, organizer.version]);

  if (proposals.length === 0) return null;
  return (
    <section class="choice" aria-label={text.proposals} data-test="proposals">
      <h2 class="choice-title">{text.proposals}</h2>
      <p class="muted choice-text">{text.proposalsWhy}</p>
      <ul class="rows">
        {(all ? proposals : proposals.slice(0, few)).map((proposal) => (
          <li key={`${proposal.device.id} ${proposal.space.id}`} class="row proposal" data-test="proposal" data-device={proposal.device.name}>
            <span class="proposal-text">
              <bdi>{proposal.device.name}</bdi> <span aria-hidden="true">→</span>
              <span class="hidden-label">{text.into}</span> <bdi>{proposal.space.name}</bdi>
            </span>
            <span class="proposal-answers">
              <button
                class="button small"
                type="button"
                data-test="accept"
                onClick={() => void organizer.confirm(1).then((sure) => sure && organizer.assign([proposal.device.id], proposal.space))}
              >
                {text.putItThere}
                <About>
                  {proposal.device.name} {text.into} {proposal.space.name}
                </About>
              </button>
              <button class="button small quiet" type="button" data-test="refuse" onClick={() => void organizer.refuse(proposal.device, proposal.space)}>
                {text.no}
                <About>
                  {proposal.device.name} {text.into} {proposal.space.name}
                </About>
              </button>
            </span>
          </li>
        ))}
      </ul>
      {!all && proposals.length > few && (
        <p class="more">
          <button class="button quiet" type="button" data-test="proposals-more" onClick={() => setAll(true)}>
            {fill(text.showAll, { count: proposals.length })}
          </button>
        </p>
      )}
    </section>
  );
}
