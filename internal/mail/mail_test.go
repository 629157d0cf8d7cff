package mail_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/job"
	"giaoban/internal/mail"
	"giaoban/internal/testdb"
	"giaoban/internal/web"
)

const user, password = "giaoban", "mat-khau-thu-1"

// server is a real SMTP server on the loopback.
type server struct {
	address   string
	authority string // PEM file
	signIn    bool

	mu     sync.Mutex
	refuse error // what it says to recipients
	got    []received
}

type received struct {
	from string
	to   []string
	data []byte
	tls  bool
	user string
}

// serve starts a server; implicit TLS, or STARTTLS where it is false.
func serve(t *testing.T, implicit, signIn bool) *server {
	t.Helper()
	folder := t.TempDir()
	now := time.Now()
	authority, err := web.OpenAuthority(folder, now)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := authority.Certificate([]string{"127.0.0.1", "localhost"}, now)
	if err != nil {
		t.Fatal(err)
	}
	b := &server{signIn: signIn, authority: filepath.Join(folder, "authority.pem")}
	if raw, err := os.ReadFile(b.authority); err != nil {
		t.Fatal(err)
	} else if block, _ := pem.Decode(raw); block == nil {
		t.Fatal("no authority")
	}
	s := smtp.NewServer(b)
	s.Domain, s.TLSConfig = "localhost", &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.address = l.Addr().String()
	if implicit {
		l = tls.NewListener(l, s.TLSConfig)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	t.Cleanup(func() {
		_ = s.Close()
		if err := <-ended; err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
	return b
}

func (b *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &session{server: b, now: received{tls: secure}}, nil
}

func (b *server) says(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refuse = err
}

func (b *server) letters() []received {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.got)
}

type session struct {
	server *server
	now    received
}

func (s *session) AuthMechanisms() []string {
	if !s.server.signIn || !s.now.tls {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, u, p string) error {
		if u != user || p != password {
			return smtp.ErrAuthFailed
		}
		s.now.user = u
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.signIn && s.now.user == "" {
		return smtp.ErrAuthRequired
	}
	s.now.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.now.to = append(s.now.to, to)
	return s.server.refuse
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.now.data = b
	s.server.got = append(s.server.got, s.now)
	return nil
}

func (s *session) Reset() { s.now = received{tls: s.now.tls, user: s.now.user} }

func (s *session) Logout() error { return nil }

// world is an outbox on a database, whose jobs log into a buffer.
type world struct {
	*mail.Outbox
	t     *testing.T
	db    *db.DB
	queue *job.Queue
	clock *clock.Manual
	log   *bytes.Buffer
}

func newWorld(t *testing.T, d *db.DB, c mail.Config) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: clock.NewManual(time.Date(2026, 3, 2, 0, 30, 0, 0, time.UTC)), log: &bytes.Buffer{}}
	w.queue = job.NewQueue(d, w.clock, slog.New(slog.NewTextHandler(w.log, nil)))
	var err error
	if w.Outbox, err = mail.New(c, w.queue, w.clock); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) post(key string, l mail.Letter) {
	w.t.Helper()
	if err := w.db.InTx(w.t.Context(), func(tx *db.Tx) error { return w.Post(w.t.Context(), tx, key, l) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) run() {
	w.t.Helper()
	if _, err := w.queue.RunDue(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) health() job.Health {
	w.t.Helper()
	h, err := w.queue.Health(w.t.Context(), mail.Kind, 10)
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

var letter = mail.Letter{
	To: "bichthu@kbang.vn", Name: "Đỗ Thị Hạnh", Subject: "Nhắc việc:\r\nBcc: x@y.vn", Body: mail.Body{
		Lang: "vi", Greeting: "Kính gửi Đỗ Thị Hạnh,",
		Blocks: []mail.Block{{
			Title: "Quá hạn", Items: []mail.Item{{Text: "Rà soát <b>& báo cáo</b>", Note: "hạn 27/02/2026", URL: "https://hop.vn/directives/d1"}},
			Link: mail.Link{Words: "Mở danh sách", URL: "https://hop.vn/directives"},
		}}, Foot: "Thư tự động.",
	},
}

func (b *server) config(security mail.Security) mail.Config {
	return mail.Config{
		Server: b.address, Security: security, From: "Văn phòng <vp@tinhuy.vn>", Authority: b.authority,
		User: user, Password: password,
	}
}

func TestLetter_ArrivesOverStartTLSAndOverTLS(t *testing.T) {
	for _, security := range []mail.Security{mail.StartTLS, mail.TLS} {
		t.Run(string(security), func(t *testing.T) {
			testdb.Each(t, func(t *testing.T, d *db.DB) {
				b := serve(t, security == mail.TLS, true)
				w := newWorld(t, d, b.config(security))
				w.post("reminder:1", letter)
				w.post("reminder:1", letter)
				w.run()
				got := b.letters()
				if len(got) != 1 || !got[0].tls || got[0].user != user || got[0].from != "vp@tinhuy.vn" || !slices.Equal(got[0].to, []string{letter.To}) {
					t.Fatalf("received %+v", got)
				}
				checkLetter(t, got[0].data)
				if h := w.health(); h.LastAt.IsZero() || h.Waiting != 0 {
					t.Errorf("%+v", h)
				}
			})
		})
	}
}

// checkLetter reads the letter as a mail program does.
func checkLetter(t *testing.T, data []byte) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Nhắc việc: Bcc: x@y.vn" || m.Header.Get("Bcc") != "" {
		t.Errorf("subject %q, %v", subject, err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || from[0].Name != "Văn phòng" {
		t.Errorf("from %v, %v", from, err)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(m.Header.Get("Message-ID"), "@tinhuy.vn>") {
		t.Errorf("header %v", m.Header)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	var parts []string
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Fatalf("part %v", p.Header)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, strings.ReplaceAll(string(b), "\r\n", "\n"))
	}
	if len(parts) != 2 {
		t.Fatalf("%d parts", len(parts))
	}
	if !strings.Contains(parts[0], "- Rà soát <b>& báo cáo</b>\n  hạn 27/02/2026\n  https://hop.vn/directives/d1\n") {
		t.Errorf("text:\n%s", parts[0])
	}
	if !strings.Contains(parts[1], "Rà soát &lt;b&gt;&amp; báo cáo&lt;/b&gt;</a>") || strings.Contains(parts[1], "<b>") {
		t.Errorf("HTML:\n%s", parts[1])
	}
}

func TestLetter_WaitsWhileTheServerIsAwayAndIsGivenUpWhenItIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		b := serve(t, false, true)
		w := newWorld(t, d, b.config(mail.StartTLS))
		b.says(&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try later"})
		w.post("a", letter)
		w.run()
		if h := w.health(); h.Waiting != 1 || len(h.Trouble) != 1 || !strings.Contains(h.Trouble[0].Error, "try later") {
			t.Fatalf("%+v", h)
		}
		b.says(nil)
		w.clock.Advance(time.Minute)
		w.run()
		if n := len(b.letters()); n != 1 {
			t.Fatalf("%d letters", n)
		}
		b.says(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"})
		w.post("b", letter)
		w.run()
		h := w.health()
		if h.Failed != 1 || !strings.Contains(h.Trouble[0].Error, "no such mailbox") {
			t.Fatalf("%+v", h)
		}
		b.says(nil)
		if err := w.queue.Retry(t.Context(), h.Trouble[0].ID); err != nil {
			t.Fatal(err)
		}
		w.run()
		if n := len(b.letters()); n != 2 {
			t.Fatalf("%d letters", n)
		}
	})
}

func TestLetter_OfAWrongPasswordOrAnUntrustedServerIsNotSentNorIsAnySecretLogged(t *testing.T) {
	b := serve(t, false, true)
	wrong := b.config(mail.StartTLS)
	wrong.Password = "bi-mat-sai"
	untrusted := b.config(mail.StartTLS)
	untrusted.Authority = ""
	for name, c := range map[string]mail.Config{"wrong password": wrong, "untrusted": untrusted} {
		w := newWorld(t, testdb.SQLite(t), c)
		w.post("a", letter)
		w.run()
		h := w.health()
		if h.Waiting != 1 || len(h.Trouble) != 1 {
			t.Fatalf("%s: %+v", name, h)
		}
		for _, secret := range []string{c.Password, password} {
			if strings.Contains(w.log.String()+h.Trouble[0].Error, secret) {
				t.Errorf("%s: a password in %s", name, w.log)
			}
		}
	}
	if n := len(b.letters()); n != 0 {
		t.Errorf("%d letters", n)
	}
}

func TestOutbox_WithoutAServerKeepsNothing(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t), mail.Config{})
	w.post("a", letter)
	w.run()
	if h := w.health(); w.Configured() || h.Waiting != 0 {
		t.Errorf("%+v", h)
	}
	if err := w.Send(context.Background(), "a", letter); err == nil {
		t.Error("sent without a server")
	}
}

func TestNew_NamesTheSettingThatBreaksARule(t *testing.T) {
	good := mail.Config{Server: "mail.coquan.vn:587", From: "vp@coquan.vn"}
	for want, change := range map[string]func(c *mail.Config){
		"--mail-server":        func(c *mail.Config) { c.Server = "mail.coquan.vn" },
		"--mail-from":          func(c *mail.Config) { c.From = "văn phòng" },
		"--mail-tls":           func(c *mail.Config) { c.Security = "ssl3" },
		"--mail-user":          func(c *mail.Config) { c.Security, c.User = mail.Plain, "u" },
		"--mail-password-file": func(c *mail.Config) { c.PasswordFile = "/nowhere/at/all" },
		"--mail-authority":     func(c *mail.Config) { c.Authority = "/nowhere/at/all" },
	} {
		c := good
		change(&c)
		if _, err := mail.New(c, nil, clock.System{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := mail.New(good, nil, clock.System{}); err != nil {
		t.Error(err)
	}
}

func TestCheckAddress_TakesBareAddressesAlone(t *testing.T) {
	for _, good := range []string{"a@b.vn", "van.phong+hop@tinhuy.gialai.gov.vn"} {
		if err := mail.CheckAddress(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "a", "a@b", "A <a@b.vn>", "a@b.vn, c@d.vn", "a@b.vn\r\nBcc: c@d.vn", strings.Repeat("a", 250) + "@b.vn"} {
		if mail.CheckAddress(bad) == nil {
			t.Errorf("took %q", bad)
		}
	}
}

func TestLetter_BringsItsFilesWhole(t *testing.T) {
	b := serve(t, false, true)
	w := newWorld(t, testdb.SQLite(t), b.config(mail.StartTLS))
	with := letter
	content := "BEGIN:VCALENDAR\r\nSUMMARY:Hội nghị\r\nEND:VCALENDAR\r\n"
	with.Files = []mail.File{{Name: "giay-moi.ics", MediaType: "text/calendar; charset=utf-8; method=REQUEST", Content: []byte(content)}}
	w.post("a", with)
	w.run()
	got := b.letters()
	if len(got) != 1 {
		t.Fatalf("%d letters", len(got))
	}
	m, err := netmail.ReadMessage(bytes.NewReader(got[0].data))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("%s, %v", kind, err)
	}
	var kinds []string
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, kind)
		if kind != "text/calendar" {
			continue
		}
		if params["method"] != "REQUEST" || params["charset"] != "utf-8" || p.FileName() != "giay-moi.ics" || p.Header.Get("Content-Transfer-Encoding") != "base64" {
			t.Errorf("part %v", p.Header)
		}
		file, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil || string(file) != content {
			t.Errorf("%q, %v", file, err)
		}
	}
	if !slices.Equal(kinds, []string{"multipart/alternative", "text/calendar"}) {
		t.Errorf("parts %v", kinds)
	}
}
