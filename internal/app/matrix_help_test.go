package app_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"giaoban/internal/directive"
)

// cutter ends an event stream at its first event, as a listener who leaves.
type cutter struct {
	*httptest.ResponseRecorder
	cut context.CancelFunc
}

func (c *cutter) Flush() {
	c.ResponseRecorder.Flush()
	c.cut()
}

func contextEndingAtFirstWrite(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, cancel
}

func directiveOf(unit string) directive.Filter { return directive.Filter{Unit: unit} }
