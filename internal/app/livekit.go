package app

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"giaoban/internal/contribution"
	"giaoban/internal/fault"
)

// leastSecret is the shortest secret that LiveKit takes, in bytes.
const leastSecret = 32

// badSetting is a setting that breaks a rule. The value of a secret is never
// in it.
func badSetting(name, value, rule string) error {
	return fault.Invalid("invalid_input", "--%s %q: %s", name, value, rule).
		WithFields(fault.Field{Name: name, Rule: "invalid", Value: value})
}

// contribution is how the sites' media come in: by LiveKit in this process,
// whose tokens are signed with key, or by one elsewhere.
func (c Config) contribution(key string) (contribution.Config, error) {
	out := contribution.Config{
		UDPPort: c.MediaPort, TCPPort: c.MediaTCP, NodeIP: c.NodeIP, Loopback: c.Loopback(), Key: "giaoban", Secret: key,
	}
	if c.LiveKitURL == "" {
		if err := c.onlyWith("livekit-url", map[string]string{
			"livekit-key": c.LiveKitKey, "livekit-secret": c.LiveKitSecret, "livekit-secret-file": c.LiveKitSecretFile, "livekit-authority": c.LiveKitAuthority,
		}); err != nil {
			return out, err
		}
		var err error
		if out.TURN, err = c.turn(); err != nil {
			return out, err
		}
		out.Redis, err = c.redis()
		return out, err
	}
	if c.LiveKitRedis != "" {
		return out, badSetting("livekit-redis", c.LiveKitRedis, "is for the LiveKit inside the program; the one at --livekit-url has its own settings")
	}
	for name, port := range map[string]int{"turn-port": c.TURNPort, "turn-tls-port": c.TURNTLSPort} {
		if port != 0 {
			return out, badSetting(name, strconv.Itoa(port), "is for the LiveKit inside the program; the one at --livekit-url has its own TURN")
		}
	}
	at, err := url.Parse(c.LiveKitURL)
	schemes := map[string]string{"http": "http", "https": "https", "ws": "http", "wss": "https"}
	if err != nil || at.Host == "" || schemes[at.Scheme] == "" || at.RawQuery != "" || at.User != nil {
		return out, badSetting("livekit-url", c.LiveKitURL, "must be http(s)://HOST[:PORT] or ws(s)://HOST[:PORT]")
	}
	at.Scheme = schemes[at.Scheme]
	if c.LiveKitKey == "" {
		return out, badSetting("livekit-key", "", "is needed with --livekit-url")
	}
	secret, err := secretOf("livekit-secret", c.LiveKitSecret, c.LiveKitSecretFile)
	if err != nil {
		return out, err
	}
	if len(secret) < leastSecret {
		return out, badSetting("livekit-secret", "", fmt.Sprintf("must have at least %d bytes, has %d", leastSecret, len(secret)))
	}
	trust, err := trustOf("livekit-authority", c.LiveKitAuthority)
	if err != nil {
		return out, err
	}
	out.Key, out.Secret = c.LiveKitKey, secret
	out.Elsewhere = &contribution.Elsewhere{URL: at, TLS: trust}
	return out, nil
}

// turnName is what LiveKit takes for a name.
var turnName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

// turn is the TURN server inside; nil for none.
func (c Config) turn() (*contribution.TURN, error) {
	for name, port := range map[string]int{"turn-port": c.TURNPort, "turn-tls-port": c.TURNTLSPort} {
		if port < 0 || port > 65535 {
			return nil, badSetting(name, strconv.Itoa(port), "must be a port, 1 to 65535, or 0 for none")
		}
	}
	switch {
	case c.TURNTLSPort == 0 && c.TURNDomain != "":
		return nil, badSetting("turn-domain", c.TURNDomain, "means nothing without --turn-tls-port")
	case c.TURNTLSPort == 0 && c.TURNPort == 0:
		return nil, nil //nolint:nilnil // nil is no TURN
	case c.TURNTLSPort != 0 && !turnName.MatchString(c.TURNDomain):
		return nil, badSetting("turn-domain", c.TURNDomain, "must be a name, as turn.coquan.vn, with --turn-tls-port")
	case c.TURNTLSPort != 0 && (c.TLSCert == "" || c.TLSKey == ""):
		return nil, badSetting("turn-tls-port", strconv.Itoa(c.TURNTLSPort), "needs --tls-cert and --tls-key")
	}
	t := &contribution.TURN{UDPPort: c.TURNPort, TLSPort: c.TURNTLSPort, Domain: c.TURNDomain}
	if c.TURNTLSPort != 0 {
		t.CertFile, t.KeyFile = c.TLSCert, c.TLSKey
	}
	return t, nil
}

// redis is where the LiveKits inside several processes find each other; nil
// where each is alone.
func (c Config) redis() (*contribution.Redis, error) {
	if c.LiveKitRedis == "" {
		return nil, c.onlyWith("livekit-redis", map[string]string{
			"livekit-redis-user": c.LiveKitRedisUser, "livekit-redis-password": c.LiveKitRedisPassword,
			"livekit-redis-password-file": c.LiveKitRedisPasswordFile, "livekit-redis-authority": c.LiveKitRedisAuthority,
		})
	}
	host, port, err := net.SplitHostPort(c.LiveKitRedis)
	number, bad := strconv.Atoi(port)
	if err != nil || bad != nil || host == "" || number < 1 || number > 65535 {
		return nil, badSetting("livekit-redis", c.LiveKitRedis, "must be HOST:PORT, as 10.1.2.5:6379")
	}
	if c.LiveKitRedisDB < 0 {
		return nil, badSetting("livekit-redis-db", strconv.Itoa(c.LiveKitRedisDB), "must not be negative")
	}
	if c.LiveKitRedisAuthority != "" && !c.LiveKitRedisTLS {
		return nil, badSetting("livekit-redis-authority", c.LiveKitRedisAuthority, "is needed with --livekit-redis-tls only")
	}
	if _, err := trustOf("livekit-redis-authority", c.LiveKitRedisAuthority); err != nil {
		return nil, err
	}
	password, err := secretOf("livekit-redis-password", c.LiveKitRedisPassword, c.LiveKitRedisPasswordFile)
	if err != nil {
		return nil, err
	}
	return &contribution.Redis{
		Address: c.LiveKitRedis, User: c.LiveKitRedisUser, Password: password, DB: c.LiveKitRedisDB,
		TLS: c.LiveKitRedisTLS, Authority: c.LiveKitRedisAuthority,
	}, nil
}

// onlyWith refuses settings that mean nothing without another.
func (Config) onlyWith(other string, settings map[string]string) error {
	for name, value := range settings {
		if value == "" {
			continue
		}
		if strings.HasSuffix(name, "secret") || strings.HasSuffix(name, "password") {
			value = ""
		}
		return badSetting(name, value, "means nothing without --"+other)
	}
	return nil
}

// secretOf is a secret that is given itself or by its file.
func secretOf(name, given, file string) (string, error) {
	if file == "" {
		return given, nil
	}
	if given != "" {
		return "", badSetting(name+"-file", file, "stands beside --"+name+": give one of them")
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("--%s-file: %w", name, err)
	}
	return strings.TrimSpace(string(b)), nil
}

// trustOf are the certificates to trust; nil for the system's.
func trustOf(name, file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // nil is a tls.Config's default
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", name, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, badSetting(name, file, "holds no certificate")
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}

// explain names the setting that an engine did not start for.
func (c Config) explain(err error) error {
	switch {
	case errors.Is(err, contribution.ErrRefused):
		return badSetting("livekit-key", c.LiveKitKey, "the LiveKit at --livekit-url refuses it, or --livekit-secret")
	case errors.Is(err, contribution.ErrNotLiveKit):
		return badSetting("livekit-url", c.LiveKitURL, "what answers there is no LiveKit: "+err.Error())
	case errors.Is(err, contribution.ErrUntrusted):
		return badSetting("livekit-authority", c.LiveKitAuthority, "the certificate at --livekit-url is not trusted: "+err.Error())
	case errors.Is(err, contribution.ErrRedis):
		return badSetting("livekit-redis", c.LiveKitRedis, err.Error())
	}
	return err
}
