package relay

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"
)

// feedProtocol is what a connection between relays is upgraded to (RFC 9110
// section 7.8).
const feedProtocol = "giaoban-relay-1"

// Handler takes relays in, at GET /relay/feed: 401 without the secret.
func (t *Trunk) Handler() http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if sum := sha256.Sum256([]byte(token)); subtle.ConstantTimeCompare(sum[:], t.secret[:]) != 1 {
			rw.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(rw, "relays show the secret that they share", http.StatusUnauthorized)
			return
		}
		name := r.Header.Get("X-Relay")
		if r.Header.Get("Upgrade") != feedProtocol || name == "" || len(name) > 64 || strings.ContainsAny(name, "~/") {
			rw.Header().Set("Upgrade", feedProtocol)
			http.Error(rw, "relays speak "+feedProtocol, http.StatusUpgradeRequired)
			return
		}
		conn, in, err := http.NewResponseController(rw).Hijack()
		if err != nil {
			http.Error(rw, "this connection cannot be upgraded: HTTP/1.1 is needed", http.StatusHTTPVersionNotSupported)
			return
		}
		_ = conn.SetDeadline(time.Time{})
		if _, err := conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: " + feedProtocol + "\r\n\r\n")); err != nil {
			_ = conn.Close()
			return
		}
		early, _ := in.Reader.Peek(in.Reader.Buffered()) // what came behind the request
		rest := bufio.NewReaderSize(&behind{bytes.NewReader(bytes.Clone(early)), conn}, 64<<10)
		c := &child{link: newLink(conn), name: name, wanted: map[string]time.Time{}}
		t.welcome(c, func(take func(frameKind, []byte) error) error { return c.read(rest, take) })
	})
}

// behind reads what was buffered, then the connection.
type behind struct {
	early *bytes.Reader
	conn  interface{ Read([]byte) (int, error) }
}

func (b *behind) Read(p []byte) (int, error) {
	if b.early.Len() > 0 {
		return b.early.Read(p)
	}
	return b.conn.Read(p)
}

// methodCheck asks what a token allows.
const methodCheck = "CHECK"

// methodEnd sends a device's watchers away.
const methodEnd = "END"

// question answers a relay that was shown a token. Who may watch will do so:
// the programme begins to flow there before the answer.
func (t *Trunk) question(c *child, q request) {
	a := reply{ID: q.ID, Status: http.StatusOK}
	if q.Method != methodCheck {
		a.Status = http.StatusMethodNotAllowed
	} else if check := t.server.Check; check != nil {
		ctx, cancel := context.WithTimeout(context.Background(), callWithin)
		g, err := check(ctx, q.Conference, q.Body)
		cancel()
		switch {
		case errors.Is(err, ErrRefused):
			a.Status = http.StatusForbidden
		case err != nil:
			a.Status = unreachable
		}
		a.Site, a.Units, a.Seat = g.Site, g.Units, g.Seat
	}
	if a.Status == http.StatusOK {
		t.feed(c, q.Conference)
	}
	c.send(frameReply, a)
}
