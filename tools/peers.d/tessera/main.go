// The tile library of transparency.dev as others use it: to read a log of ours, and to measure one of its own beside ours.
//
//	tessera check ORIGIN KEY.pem URL [CA.pem]   reads a whole log and compares every tile and hash with its checkpoint
//	tessera bench FOLDER WRITERS SECONDS        appends to a log of its own in a folder
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "tessera:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) >= 4 && len(args) <= 5 && args[0] == "check":
		return check(ctx, args[1], args[2], args[3], args[4:])
	case len(args) == 4 && args[0] == "bench":
		writers, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		seconds, err := strconv.Atoi(args[3])
		if err != nil {
			return err
		}
		return bench(ctx, args[1], writers, time.Duration(seconds)*time.Second)
	default:
		return fmt.Errorf("usage: tessera check ORIGIN KEY.pem URL [CA.pem] | tessera bench FOLDER WRITERS SECONDS")
	}
}
