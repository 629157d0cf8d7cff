// Package extract is the command `giaoban extract`: drafts of directives from a
// file, without a database.
//
//	FILE (text, DOCX or "-") → its text → draft.Extract → a list, or JSON
//
// It reads and prints; it keeps nothing.
package extract

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"giaoban/internal/directive/draft"
	"giaoban/internal/text"
)

// Args are the command's words.
type Args struct {
	JSON  bool
	Date  string // day of the conference, YYYY-MM-DD; empty: as the text tells
	Units string // file of units and groups, JSON; may be empty
	File  string // "-" reads standard input
}

// Run drafts the directives of one file to stdout. It returns an error, for
// the caller to print, for a file that is not text, an unreadable table of
// units or a day that does not exist.
func Run(ctx context.Context, args Args, stdin io.Reader, stdout, stderr io.Writer) error {
	opt, err := options(args)
	if err != nil {
		return err
	}
	raw, err := readInput(args.File, stdin)
	if err != nil {
		return err
	}
	body, err := PlainText(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", args.File, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	drafts := draft.Extract(body, opt)
	if args.JSON {
		return writeJSON(stdout, drafts)
	}
	if len(drafts) == 0 {
		_, err := fmt.Fprintln(stderr, "Không có chỉ đạo nào trong văn bản. / The text holds no directive.")
		return err
	}
	return writeList(stdout, drafts)
}

func options(args Args) (draft.Options, error) {
	var opt draft.Options
	if args.Date != "" {
		day, err := time.Parse(time.DateOnly, args.Date)
		if err != nil {
			return opt, fmt.Errorf("%q is not a day of the form YYYY-MM-DD", args.Date)
		}
		opt.Day = text.DateOf(day)
	}
	if args.Units != "" {
		raw, err := os.ReadFile(args.Units)
		if err != nil {
			return opt, fmt.Errorf("read the units: %w", err)
		}
		units, err := readUnits(raw)
		if err != nil {
			return opt, fmt.Errorf("%s: %w", args.Units, err)
		}
		opt.Directory = draft.NewDirectory(units)
	}
	return opt, nil
}

// maxInput is the largest file that is read; a conclusion has a few pages.
const maxInput = 32 << 20

func readInput(file string, stdin io.Reader) ([]byte, error) {
	in := stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // only read from
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if len(raw) > maxInput {
		return nil, fmt.Errorf("%s: larger than %d MiB", file, maxInput>>20)
	}
	return raw, nil
}

func writeJSON(w io.Writer, drafts []draft.Draft) error {
	if drafts == nil {
		drafts = []draft.Draft{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(drafts)
}

func writeList(w io.Writer, drafts []draft.Draft) error {
	for i, d := range drafts {
		var b strings.Builder
		fmt.Fprintf(&b, "%d. %s\n", i+1, d.Text)
		line(&b, "→", strings.Join(d.Addressees, "; "))
		line(&b, "↔", strings.Join(d.Coordinating, "; "))
		if d.Deadline != nil {
			line(&b, "⏱", d.Deadline.String())
		}
		line(&b, "↻", d.Recurrence)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

func line(b *strings.Builder, sign, s string) {
	if s != "" {
		b.WriteString("   " + sign + " " + s + "\n")
	}
}
