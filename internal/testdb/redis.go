package testdb

import (
	"os"
	"strings"
	"sync"
	"testing"
)

var theRedis = sync.OnceValues(func() (server, error) {
	if given := os.Getenv("TEST_REDIS_URL"); given != "" {
		return server{address: given}, nil
	}
	return startServer("redis", "TEST_REDIS_URL")
})

// Redis is the HOST:PORT of a Redis that tests share: the one at TEST_REDIS_URL
// (redis://HOST:PORT/0), or a private one that ends with the process.
func Redis(tb testing.TB) string {
	tb.Helper()
	s, err := theRedis()
	if err != nil {
		tb.Fatalf("Redis for tests: %v", err)
	}
	address, _, _ := strings.Cut(strings.TrimPrefix(s.address, "redis://"), "/")
	return address
}
