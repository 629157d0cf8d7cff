package load

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// start starts the measured process on core 0.
func start(ctx context.Context, o Options, name string) (*measured, error) {
	if o.WHEP != "" {
		return &measured{engine: name, whep: o.WHEP, token: o.Token, stop: func() {}}, nil
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, exe, append(append([]string{}, o.Subcommand...), name)...)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	if err := startOn(cmd, 0); err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	m := &measured{engine: name, stop: func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &m.hello)
	}
	if err != nil {
		m.stop()
		return nil, fmt.Errorf("the engine does not say where it is: %w", err)
	}
	return m, nil
}

func (m *measured) used(ctx context.Context) (u used, err error) {
	if m.whep != "" {
		return u, nil
	}
	return u, m.get(ctx, "/usage", &u)
}

func (m *measured) usedSettled(ctx context.Context) (u used, err error) {
	return u, m.get(ctx, "/usage?settle=1", &u)
}

func (m *measured) get(ctx context.Context, path string, v any) error {
	body, err := m.call(ctx, http.MethodGet, "http://"+m.HTTP+path, "", "")
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(body), v)
}

func (m *measured) call(ctx context.Context, method, url, kind, body string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("call the engine: %w", err)
	}
	req.Header.Set("Content-Type", kind)
	if m.token != "" {
		req.Header.Set("Authorization", "Bearer "+m.token)
	}
	resp, err := (&http.Client{}).Do(req)
	if err != nil {
		return "", fmt.Errorf("call the engine: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", fmt.Errorf("call the engine: %w", err)
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		return "", fmt.Errorf("the engine answers %s: %s", resp.Status, b)
	}
	return string(b), nil
}

func pause(ctx context.Context, d time.Duration) error {
	if !sleepUntil(ctx, now().Add(d)) {
		return ctx.Err()
	}
	return nil
}
