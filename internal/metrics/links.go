package metrics

import "github.com/prometheus/client_golang/prometheus"

// links counts what becomes of magic links.
type links struct{ minted, redeemed, refused prometheus.Counter }

func newLinks() links {
	return links{
		minted: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "portico_magic_links_minted_total", Help: "Magic links that were minted.",
		}),
		redeemed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "portico_magic_links_redeemed_total", Help: "Redemptions of magic links: each started a session.",
		}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "portico_magic_links_refused_total", Help: "Redemptions that were refused: the link was unknown, expired, revoked or used up.",
		}),
	}
}

func (l *links) register(registry *prometheus.Registry) {
	registry.MustRegister(l.minted, l.redeemed, l.refused)
}

// LinkMinted counts a link that was minted.
func (m *Metrics) LinkMinted() { m.links.minted.Inc() }

// LinkRedeemed counts a redemption.
func (m *Metrics) LinkRedeemed() { m.links.redeemed.Inc() }

// LinkRefused counts a redemption that was refused.
func (m *Metrics) LinkRefused() { m.links.refused.Inc() }
