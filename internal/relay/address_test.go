package relay_test

import (
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"testing"
	"time"

	"github.com/pion/stun/v3"

	"giaoban/internal/relay"
)

// Browsers check every address that is offered, and take only an answer that
// comes from where they sent the check (RFC 8445 section 7.2.5.2.1).
func TestCheck_IsAnsweredFromTheAddressItCameTo(t *testing.T) {
	w := newWorld(t, func(o *relay.Options) { o.Listen = ":0" })
	status, answer, _ := w.offers(t, "vp8", nil)
	if status != http.StatusCreated {
		t.Fatalf("%d %s", status, answer)
	}
	read := func(what string) string {
		found := regexp.MustCompile(`a=` + what + `:(\S+)`).FindStringSubmatch(answer)
		if found == nil {
			t.Fatalf("the answer has no %s:\n%s", what, answer)
		}
		return found[1]
	}
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for range 2 {
		for _, host := range []string{"127.0.0.1", "127.0.0.2"} {
			check, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(read("ice-ufrag")+":theirs"),
				stun.NewShortTermIntegrity(read("ice-pwd")), stun.Fingerprint)
			if err != nil {
				t.Fatal(err)
			}
			to := netip.AddrPortFrom(netip.MustParseAddr(host), w.server.Port())
			if _, err := conn.WriteToUDPAddrPort(check.Raw, to); err != nil {
				t.Fatal(err)
			}
			_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			for b := make([]byte, 2048); ; {
				n, from, err := conn.ReadFromUDPAddrPort(b)
				if err != nil {
					t.Fatalf("no answer from %s: %v", to, err)
				}
				if !stun.IsMessage(b[:n]) {
					continue // the handshake begins
				}
				if from != to {
					t.Errorf("the check to %s is answered from %s", to, from)
				}
				break
			}
		}
	}
}
