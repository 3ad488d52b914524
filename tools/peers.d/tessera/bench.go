package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

const (
	entrySize = 512
	// As our own log is measured: a checkpoint 200 ms after the last.
	interval = 200 * time.Millisecond
)

func bench(ctx context.Context, folder string, writers int, length time.Duration) error {
	secret, _, err := note.GenerateKey(rand.Reader, "bench")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return err
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithCheckpointInterval(interval).
		WithBatching(256, 50*time.Millisecond)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return err
	}
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 10*time.Millisecond)
	durable := func(future tessera.IndexFuture) error {
		_, err := future()
		return err
	}
	covered := func(future tessera.IndexFuture) error {
		_, _, err := awaiter.Await(ctx, future)
		return err
	}
	for _, round := range []struct {
		what string
		wait func(tessera.IndexFuture) error
	}{
		{"warming up, not counted", covered},
		{"append", durable},
		{"append, and wait for the checkpoint", covered},
	} {
		if err := measure(ctx, round.what, writers, length, appender, round.wait); err != nil {
			return err
		}
	}
	return shutdown(ctx)
}

func measure(
	ctx context.Context, what string, writers int, length time.Duration, appender *tessera.Appender,
	wait func(tessera.IndexFuture) error,
) error {
	var lock sync.Mutex
	var latencies []time.Duration
	var failed error
	var group sync.WaitGroup
	start := time.Now()
	for writer := range writers {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := 0; time.Since(start) < length; i++ {
				begin := time.Now()
				head := fmt.Sprintf("%s %d %d ", what, writer, i)
				body := append([]byte(head), bytes.Repeat([]byte{'x'}, entrySize-len(head))...)
				err := wait(appender.Add(ctx, tessera.NewEntry(body)))
				lock.Lock()
				latencies = append(latencies, time.Since(begin))
				if err != nil {
					failed = err
				}
				lock.Unlock()
				if err != nil {
					return
				}
			}
		}()
	}
	group.Wait()
	seconds := time.Since(start).Seconds()
	if failed != nil {
		return failed
	}
	slices.Sort(latencies)
	at := func(part float64) float64 {
		return float64(latencies[int(part*float64(len(latencies)-1))].Microseconds()) / 1000
	}
	fmt.Printf("%s: %.0f per second, p50 %.1f ms, p99 %.1f ms, max %.1f ms\n",
		what, float64(len(latencies))/seconds, at(0.5), at(0.99), at(1))
	return nil
}
