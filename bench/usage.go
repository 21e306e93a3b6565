package main

import "time"

// used is CPU time, and the time of the clock.
type used struct{ server, database, load, machine, wall time.Duration }

var began = time.Now()

// usage tells what has been used so far by the sides' servers, by the database,
// by this program, which is the load, and by the whole machine.
func usage(postmaster int, sides ...*side) used {
	self, _ := readStat("/proc/self/stat") // zero elsewhere than on Linux
	u := used{
		database: familyCPU(postmaster), load: self.own + self.ended, machine: machineCPU(), wall: time.Since(began),
	}
	for _, s := range sides {
		u.server += s.cpu()
	}
	return u
}

func (u used) minus(v used) used {
	return used{u.server - v.server, u.database - v.database, u.load - v.load, u.machine - v.machine, u.wall - v.wall}
}

// others is what programs took that don't belong to the comparison.
func (u used) others() time.Duration { return u.machine - u.server - u.database - u.load }

func (u used) plus(v used) used {
	return used{u.server + v.server, u.database + v.database, u.load + v.load, u.machine + v.machine, u.wall + v.wall}
}
