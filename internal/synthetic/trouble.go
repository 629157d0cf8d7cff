package synthetic

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"sync"
	"syscall"

	"giaoban/internal/link"
)

// failuresToSay is how many attempts in a row must fail before it is said: one
// alone happens to every line.
const failuresToSay = 2

// tries counts the attempts to come in that have failed in a row.
type tries struct {
	say func(error) // told of the trouble once, and of its end with nil

	mu   sync.Mutex
	n    int
	said bool
}

func (t *tries) failed(err error) {
	if errors.Is(err, link.ErrReplaced) {
		return // given up to another device, no trouble
	}
	t.mu.Lock()
	t.n++
	now := t.n >= failuresToSay && !t.said
	t.said = t.said || now
	t.mu.Unlock()
	if now {
		t.say(err)
	}
}

func (t *tries) succeeded() {
	t.mu.Lock()
	over := t.said
	t.n, t.said = 0, false
	t.mu.Unlock()
	if over {
		t.say(nil)
	}
}

// Plain is why a site cannot come in, in words for whoever started it.
func Plain(err error) string {
	var (
		unknown x509.UnknownAuthorityError
		names   x509.HostnameError
		invalid x509.CertificateInvalidError
		no      *refused
		dns     *net.DNSError
	)
	switch {
	case errors.As(err, &unknown):
		return "its certificate is signed by an authority that is not trusted here"
	case errors.As(err, &names):
		return "its certificate is not for the name " + names.Host
	case errors.As(err, &invalid):
		return "its certificate is not valid: " + invalid.Error()
	case errors.As(err, &no) && (no.Status == http.StatusUnauthorized || no.Status == http.StatusNotFound || no.Status == http.StatusGone):
		return "the join link is not good, or no longer"
	case errors.As(err, &dns):
		return "the name " + dns.Name + " is not known"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing answers there"
	}
	return err.Error()
}
