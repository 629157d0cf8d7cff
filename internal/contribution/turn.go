package contribution

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"time"

	"github.com/livekit/livekit-server/pkg/config"
	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
)

// turnLife is how long a name and password for TURN are good for beginning;
// who is there stays.
const turnLife = 6 * time.Hour

// turnTLSPort is the port under which LiveKit tells clients of TURN over TLS,
// whatever port it listens on: port 443 is what passes where little does.
const turnTLSPort = 443

// TURN says where LiveKit's TURN server listens (RFC 8656).
type TURN struct {
	UDPPort int // 0 for none
	TLSPort int // TCP; 0 for none
	// For TLS: the name clients know the server by, and its certificate (PEM).
	Domain, CertFile, KeyFile string
}

// livekit writes the TURN server into LiveKit's configuration. It leads to the
// given addresses, this machine's own, and nowhere else: LiveKit by itself
// would lead anybody with a token to every public address.
func (t *TURN) livekit(conf *config.Config, own []netip.Addr) {
	conf.TURN.Enabled = true
	conf.TURN.UDPPort, conf.TURN.TLSPort = t.UDPPort, t.TLSPort
	conf.TURN.Domain, conf.TURN.CertFile, conf.TURN.KeyFile = t.Domain, t.CertFile, t.KeyFile
	conf.TURN.TTLSeconds = int(turnLife / time.Second)
	for _, a := range own {
		conf.TURN.AllowRestrictedPeerCIDRs = append(conf.TURN.AllowRestrictedPeerCIDRs, netip.PrefixFrom(a, a.BitLen()).String())
	}
	for _, all := range []string{"0.0.0.0/0", "::/0"} {
		conf.TURN.DenyPeerCIDRs = append(conf.TURN.DenyPeerCIDRs, allBut(netip.MustParsePrefix(all), own)...)
	}
}

// allBut are the networks that together hold all of p but the given addresses.
func allBut(p netip.Prefix, spared []netip.Addr) []string {
	holds := false
	for _, a := range spared {
		holds = holds || p.Contains(a)
	}
	switch {
	case !holds:
		return []string{p.String()}
	case p.IsSingleIP():
		return nil
	}
	bits := p.Bits()
	upper := p.Addr().AsSlice()
	upper[bits/8] |= 0x80 >> (bits % 8)
	high, _ := netip.AddrFromSlice(upper)
	return append(allBut(netip.PrefixFrom(p.Addr(), bits+1), spared), allBut(netip.PrefixFrom(high, bits+1), spared)...)
}

// TURNServers are the ways to the TURN server, each as the value of a Link
// header (RFC 9725 section 4.6) with a name and password of its own; none
// where there is no TURN server.
func (e *Engine) TURNServers() ([]string, error) {
	t := e.config.TURN
	if t == nil {
		return nil, nil
	}
	var urls []string
	if t.UDPPort > 0 {
		urls = append(urls, fmt.Sprintf("turn:%s?transport=udp", net.JoinHostPort(e.nodeIP, strconv.Itoa(t.UDPPort))))
	}
	if t.TLSPort > 0 {
		urls = append(urls, fmt.Sprintf("turns:%s?transport=tcp", net.JoinHostPort(t.Domain, strconv.Itoa(turnTLSPort))))
	}
	handler := service.NewTURNAuthHandler(auth.NewSimpleKeyProvider(e.config.Key, e.config.Secret))
	who := livekit.ParticipantID("watcher-" + rand.Text())
	user, until := handler.CreateUsername(e.config.Key, who, int(turnLife/time.Second))
	password, err := handler.CreatePassword(e.config.Key, who, until)
	if err != nil {
		return nil, fmt.Errorf("contribution: password for TURN: %w", err)
	}
	links := make([]string, 0, len(urls))
	for _, u := range urls {
		links = append(links, fmt.Sprintf(`<%s>; rel="ice-server"; username="%s"; credential="%s"; credential-type="password"`, u, user, password))
	}
	return links, nil
}
