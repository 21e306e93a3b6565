package server

import (
	"context"
	"time"

	"github.com/portico-portal/portico/internal/portal"
)

// timeOutEvery is how often the actions of devices that nobody answered are settled. Who
// reads one sees that its time is over also before that.
const timeOutEvery = time.Second

const timeOutPatience = 30 * time.Second

func (o *Options) timeOutActions(ctx context.Context, verbs *portal.Service) {
	o.rounds(ctx, timeOutEvery, timeOutPatience, "the actions of devices that nobody answered were not settled", verbs.TimeOutActions)
}
