package main

import "os/exec"

// process is a program that runs, until its end is noticed.
type process struct {
	*exec.Cmd

	ended chan struct{}
}

// begin starts a command.
func begin(command *exec.Cmd) (*process, error) {
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &process{command, make(chan struct{})}
	go func() {
		_ = command.Wait() // a killed process ends in an error
		close(p.ended)
	}()
	return p, nil
}

// kill ends it as nothing can prepare for, and waits until it is gone.
func (p *process) kill() {
	_ = p.Process.Kill() // it may have ended
	<-p.ended
}

// hasEnded tells whether it is gone.
func (p *process) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}
