package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"giaoban/internal/web"
)

// postOffice is a real SMTP server on the loopback.
type postOffice struct {
	address, authority string
	signIn             bool
	mu                 sync.Mutex
	got                []string
}

type visit struct {
	*postOffice
	secure, known bool
}

func (p *postOffice) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &visit{postOffice: p, secure: secure}, nil
}

func (v *visit) AuthMechanisms() []string {
	if !v.signIn || !v.secure {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "giaoban" || password != "mat-khau-dung" {
			return smtp.ErrAuthFailed
		}
		v.known = true
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	if v.signIn && !v.known {
		return smtp.ErrAuthRequired
	}
	if strings.HasPrefix(from, "la@") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "sender not yours"}
	}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case strings.HasPrefix(to, "khong-co@"):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	case strings.HasPrefix(to, "cho@"):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
	}
	return nil
}

func (v *visit) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.got = append(v.got, string(b))
	return err
}

func (v *visit) Reset() {}

func (v *visit) Logout() error { return nil }

// open starts a server: "tls" from the first byte, "starttls", or "none", which
// knows no TLS.
func open(t *testing.T, security string, signIn bool) *postOffice {
	t.Helper()
	folder, now := t.TempDir(), time.Now()
	authority, err := web.OpenAuthority(folder, now)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Certificate([]string{"127.0.0.1"}, now)
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{signIn: signIn, authority: filepath.Join(folder, "authority.pem")}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = l.Addr().String()
	s := smtp.NewServer(p)
	s.Domain = "localhost"
	trust := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	switch security {
	case "tls":
		l = tls.NewListener(l, trust)
	case "starttls":
		s.TLSConfig = trust
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	t.Cleanup(func() {
		_ = s.Close()
		if err := <-ended; err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
	return p
}

func (p *postOffice) letters() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got
}

// mailTest runs the command as the administrator does.
func mailTest(t *testing.T, to string, flags ...string) (exit int, said string) {
	t.Helper()
	var out bytes.Buffer
	args := append([]string{"admin", "mail-test", "--data", t.TempDir(), "--mail-from", "Văn phòng <vp@gl.vn>"}, flags...)
	exit = run(t.Context(), append(args, to), strings.NewReader(""), &out, &out)
	return exit, out.String()
}

func TestMailTest_SendsALetterByTheSettings(t *testing.T) {
	for _, security := range []string{"starttls", "tls", "none"} {
		p := open(t, security, security != "none")
		flags := []string{"--mail-server", p.address, "--mail-tls", security, "--mail-authority", p.authority}
		if security != "none" {
			flags = append(flags, "--mail-user", "giaoban", "--mail-password", "mat-khau-dung")
		}
		exit, said := mailTest(t, "chanh-van-phong@gl.vn", flags...)
		if exit != 0 || said != "sent to chanh-van-phong@gl.vn by "+p.address+"\n" {
			t.Errorf("%s: %d %s", security, exit, said)
		}
		if got := p.letters(); len(got) != 1 || !strings.Contains(got[0], "To: <chanh-van-phong@gl.vn>") {
			t.Errorf("%s: arrived %q", security, got)
		}
	}
}

func TestMailTest_SaysInPlainWordsWhatFailed(t *testing.T) {
	protected, immediate, bare := open(t, "starttls", true), open(t, "tls", true), open(t, "none", false)
	closed, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	_ = closed.Close()
	_, port, _ := net.SplitHostPort(protected.address)
	known := []string{"--mail-user", "giaoban", "--mail-password", "mat-khau-dung"}
	with := func(p *postOffice, flags ...string) []string {
		return append([]string{"--mail-server", p.address, "--mail-authority", p.authority}, flags...)
	}
	for name, c := range map[string]struct {
		to    string
		flags []string
		want  string
	}{
		"no server":             {"a@gl.vn", nil, "no mail server is set (--mail-server)"},
		"no address":            {"a", with(protected), "is no mail address"},
		"unknown name":          {"a@gl.vn", []string{"--mail-server", "mail.khong-co.invalid:587"}, "the name mail.khong-co.invalid could not be found (DNS)"},
		"nobody listens":        {"a@gl.vn", []string{"--mail-server", nobody}, "nothing answers at " + nobody + " (refused)"},
		"unknown signer":        {"a@gl.vn", []string{"--mail-server", protected.address}, "name the signer's certificate with --mail-authority"},
		"another name":          {"a@gl.vn", []string{"--mail-server", "localhost:" + port, "--mail-authority", protected.authority}, "the server's certificate is not for localhost"},
		"TLS too early":         {"a@gl.vn", with(protected, "--mail-tls", "tls"), "does not speak TLS from the first byte"},
		"no TLS":                {"a@gl.vn", with(bare), "the server offers no TLS on this port"},
		"wrong password":        {"a@gl.vn", with(protected, "--mail-user", "giaoban", "--mail-password", "bi-mat-sai"), `refused the sign-in of "giaoban"`},
		"wrong password at TLS": {"a@gl.vn", with(immediate, "--mail-tls", "tls", "--mail-user", "giaoban", "--mail-password", "bi-mat-sai"), `refused the sign-in of "giaoban"`},
		"sign-in left out":      {"a@gl.vn", with(protected), "the server takes no mail from vp@gl.vn"},
		"unknown recipient":     {"khong-co@gl.vn", with(protected, known...), "the server takes no mail for this address: check"},
		"recipient to wait":     {"cho@gl.vn", with(protected, known...), "no mail for this address for now; it may take it later"},
		"another's sender":      {"a@gl.vn", append(with(protected, known...), "--mail-from", "la@gl.vn"), "the server takes no mail from la@gl.vn"},
	} {
		exit, said := mailTest(t, c.to, c.flags...)
		if exit != 1 || !strings.Contains(said, c.want) || !strings.HasPrefix(said, "giaoban: ") {
			t.Errorf("%s: %d\n%s\nwant %s", name, exit, said, c.want)
		}
		if strings.Contains(said, "bi-mat-sai") || strings.Contains(said, "mat-khau-dung") {
			t.Errorf("%s: a password in %s", name, said)
		}
	}
	if n := len(protected.letters()) + len(immediate.letters()) + len(bare.letters()); n != 0 {
		t.Errorf("%d letters", n)
	}
}
