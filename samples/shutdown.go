package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"time"
)

// drain waits for an interrupt, then lets open requests finish before the process exits.
func drain(server *http.Server) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	<-interrupted.Done()

	deadline, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return server.Shutdown(deadline)
}
