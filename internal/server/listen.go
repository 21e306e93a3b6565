package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strconv"
	"syscall"

	"github.com/portico-portal/portico/internal/config"
)

func listen(ctx context.Context, at config.Listen) (net.Listener, error) {
	var how net.ListenConfig
	how.SetMultipathTCP(false) // whose sockets take no filter, which closeDoor needs
	listener, err := how.Listen(ctx, "tcp", at.Address())
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("port %d is in use: stop what listens there, or set PORT to another", at.Port)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("port %d is not open to this user: set PORT to one above 1023", at.Port)
	case err != nil:
		return nil, fmt.Errorf("HOST takes an address of this machine, PORT a port that is free; they can't be listened on: %w", err)
	}
	return listener, nil
}

func portOf(listener net.Listener) int {
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0
	}
	return address.Port
}

// isLocal tells whether localhost leads to the listener.
func isLocal(listener net.Listener) bool {
	address, ok := listener.Addr().(*net.TCPAddr)
	return ok && (address.IP.IsUnspecified() || address.IP.IsLoopback())
}

// baseURL is where this machine reaches the server.
func baseURL(listener net.Listener) string {
	host, port := "localhost", portOf(listener)
	if address, ok := listener.Addr().(*net.TCPAddr); ok && !address.IP.IsUnspecified() {
		host = address.IP.String()
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(port))
}
