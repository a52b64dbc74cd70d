package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"
)

// graceful is how long requests under way may take once the server is asked to
// stop; what was accepted is durable and goes on at the next start.
const graceful = 4 * time.Second

// listen takes a port, or says in words what keeps it from that.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	var unknown *net.DNSError
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("listen: %s is in use by another program; end that one, or take another port with --listen: %w", address, err)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("listen: %s is not open to this user; take a port from 1024 on with --listen: %w", address, err)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &unknown):
		return nil, fmt.Errorf("listen: %s is no address of this machine: %w", address, err)
	}
	return nil, fmt.Errorf("listen: %w", err)
}

// httpServer bounds what a slow or silent client can hold: the head of a request,
// a connection without requests, and an answer that nobody reads. Bodies have
// bounds of their own (package api), and so have event streams, which go on.
func httpServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// serveHTTP serves until ctx ends, and then gives requests under way their time.
func serveHTTP(ctx context.Context, srv *http.Server, l net.Listener) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
		defer cancel()
		err := srv.Shutdown(limited)
		if errors.Is(err, context.DeadlineExceeded) {
			err = srv.Close()
		}
		stopped <- err
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
