package testdb

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// server is the PostgreSQL server on which databases are made.
type server struct {
	address string
	// running is the pipe whose closing tells a private server to stop: the
	// system closes it however this process ends, so that none is left behind.
	running io.Closer
}

var theServer = sync.OnceValues(func() (server, error) {
	if given := os.Getenv("TEST_PG_URL"); given != "" {
		return server{address: given}, nil
	}
	return startServer("pg", "TEST_PG_URL")
})

// startServer starts a private server through scripts/services.sh, which tells
// its address as the variable.
func startServer(kind, variable string) (server, error) {
	root, err := repository()
	if err != nil {
		return server{}, err
	}
	// No context: it lives as long as the process.
	script := exec.Command("bash", filepath.Join(root, "scripts", "services.sh"), kind) //nolint:noctx // ends with the pipe below
	running, err := script.StdinPipe()
	if err != nil {
		return server{}, err
	}
	out, err := script.StdoutPipe()
	if err != nil {
		return server{}, err
	}
	var complaint bytes.Buffer
	script.Stderr = &complaint
	if err := script.Start(); err != nil {
		return server{}, fmt.Errorf("start scripts/services.sh: %w", err)
	}
	var address string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if v, ok := strings.CutPrefix(lines.Text(), variable+"="); ok {
			address = v
		}
		if lines.Text() == "ready" && address != "" {
			return server{address, running}, nil
		}
	}
	err = script.Wait()
	return server{}, fmt.Errorf("scripts/services.sh: %w: %s", err, strings.TrimSpace(complaint.String()))
}

// repository is the nearest directory above this one with the module in it:
// a test runs in its package's own directory.
func repository() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", errors.New("no go.mod above the working directory")
		}
		at = up
	}
}
