package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"giaoban/internal/id"
)

// secret reads the secret of that name from the data folder, or makes it
// there at first use, readable by the owner alone. It stays the same over
// restarts, so that clients' tokens stay good.
func secret(folder, name string) (string, error) {
	file := filepath.Join(folder, name+".key")
	b, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read %s: %w", file, err)
	}
	s := id.Secret()
	if err := os.WriteFile(file, []byte(s+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep %s: %w", file, err)
	}
	return s, nil
}
