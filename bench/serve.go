package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"time"

	"github.com/portico-portal/portico/bench/bare"
	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/bench/rowwise"
	"github.com/portico-portal/portico/internal/cli"
)

// serve is a server of the comparison, until ctx ends. It takes its database
// and address from the environment, as the product does.
func serve(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench serve", flag.ContinueOnError)
	side := flags.String("side", "", "portico, rows, bare or constant")
	profile := flags.String("profile", "", "write a profile of the CPU here and one of the memory beside it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *profile != "" {
		stop, err := startProfile(*profile)
		if err != nil {
			return err
		}
		defer stop()
	}
	if *side == sidePortico {
		return product(ctx)
	}
	if *side == sideConstant {
		return listen(ctx, constantHandler())
	}
	p, err := parts.Open(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	var handler http.Handler
	switch *side {
	case sideRows:
		handler, err = rowwise.Handler(p)
	case sideBare:
		handler, err = bare.Handler(ctx, p)
	default:
		err = fmt.Errorf("no side %q", *side)
	}
	if err != nil {
		return err
	}
	return listen(ctx, handler)
}

// product is the whole product, as its own program runs it.
func product(ctx context.Context) error {
	status := cli.Run(ctx, cli.Process{
		Args: []string{"serve"}, Getenv: os.Getenv, Environ: os.Environ(),
		Stdout: os.Stdout, Stderr: os.Stderr, Version: "bench",
	})
	if status != 0 {
		return fmt.Errorf("portico serve: exit status %d", status)
	}
	return nil
}

func listen(ctx context.Context, handler http.Handler) error {
	server := &http.Server{
		Addr: net.JoinHostPort(os.Getenv("HOST"), os.Getenv("PORT")), Handler: handler, ReadHeaderTimeout: 10 * time.Second,
	}
	context.AfterFunc(ctx, func() { _ = server.Close() }) // the load has ended before
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// startProfile profiles CPU into path and, at the end, all allocations into path.allocs.
func startProfile(path string) (stop func(), err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		err := file.Close()
		allocs, createErr := os.Create(path + ".allocs")
		if createErr == nil {
			createErr = errors.Join(pprof.Lookup("allocs").WriteTo(allocs, 0), allocs.Close())
		}
		if err = errors.Join(err, createErr); err != nil {
			warn("profile: %v", err)
		}
	}, nil
}
