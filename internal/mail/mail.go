// Package mail sends letters by SMTP, through the organisation's own server.
//
//	Post (in tx) ──commit──▶ outbox (jobs) ──▶ sent
//	                            ▲   │  └─────▶ failed: refused for good, or given up after days
//	                            └───┘ later again
//
// A letter is put into the outbox in the transaction that makes it necessary.
// Where no server is set, nothing is put and nothing is sent. It does not know
// what letters are about, nor who reads which language.
package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"os"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/job"
)

// Security is how the line to the server is protected.
type Security string

// The kinds of security.
const (
	StartTLS Security = "starttls" // begins in the clear and must become TLS (RFC 3207)
	TLS      Security = "tls"      // TLS from the first byte (RFC 8314)
	Plain    Security = "none"     // in the clear: a server on the same machine
)

// Config is the way to the server. The zero Config sends nothing.
type Config struct {
	Server       string // host:port
	Security     Security
	User         string // "" without sign-in
	Password     string
	PasswordFile string // instead of Password
	From         string // "Văn phòng <vanphong@coquan.vn>"
	Authority    string // PEM file of whoever signed the server's certificate; "" the system's
}

// perLetter is how long the server may take for one letter.
const perLetter = 30 * time.Second

// Kind is that of the outbox's jobs.
const Kind job.Kind = "mail.send"

// Letter is what is sent to one person.
type Letter struct {
	To      string `json:"to"` // an address
	Name    string `json:"name"`
	Subject string `json:"subject"`
	Body    Body   `json:"body"`
	Files   []File `json:"files,omitempty"`
}

// File is what a letter carries beside its words.
type File struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Content   []byte `json:"content"`
}

// Outbox sends letters.
type Outbox struct {
	config Config
	from   netmail.Address
	queue  *job.Queue
	clock  clock.Clock
	// How to reach the server; host is "" where none is set.
	host    string
	options []gomail.Option
}

// New checks the settings and has the queue send what is posted. queue may be
// nil for Send alone.
func New(c Config, queue *job.Queue, k clock.Clock) (*Outbox, error) {
	o := &Outbox{config: c, queue: queue, clock: k}
	if c.Server == "" {
		return o, nil
	}
	if err := o.dialler(); err != nil {
		return nil, err
	}
	if queue != nil {
		queue.Handle(Kind, o.deliver)
	}
	return o, nil
}

// setting is a setting that breaks a rule.
func setting(name, rule, value string) error {
	return fault.Invalid("invalid_input", "--mail-%s %q: %s", name, value, rule).
		WithFields(fault.Field{Name: "mail-" + name, Rule: "invalid", Value: value})
}

func (o *Outbox) dialler() error {
	c := o.config
	host, port, err := net.SplitHostPort(c.Server)
	number, bad := strconv.Atoi(port)
	if err != nil || bad != nil || host == "" || number < 1 || number > 65535 {
		return setting("server", "must be HOST:PORT, as mail.coquan.vn:587", c.Server)
	}
	from, err := netmail.ParseAddress(c.From)
	if err != nil {
		return setting("from", "must be an address, as Văn phòng <vanphong@coquan.vn>", c.From)
	}
	o.from = *from
	if c.PasswordFile != "" {
		b, err := os.ReadFile(c.PasswordFile)
		if err != nil {
			return fmt.Errorf("--mail-password-file: %w", err)
		}
		c.Password = strings.TrimRight(string(b), "\r\n")
	}
	trust := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if c.Authority != "" {
		pem, err := os.ReadFile(c.Authority)
		if err != nil {
			return fmt.Errorf("--mail-authority: %w", err)
		}
		trust.RootCAs = x509.NewCertPool()
		if !trust.RootCAs.AppendCertsFromPEM(pem) {
			return setting("authority", "holds no certificate", c.Authority)
		}
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	options := []gomail.Option{
		gomail.WithPort(number), gomail.WithTimeout(perLetter), gomail.WithTLSConfig(trust), gomail.WithHELO(domain),
	}
	switch c.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case StartTLS, "":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return setting("tls", "must be starttls, tls or none", string(c.Security))
	}
	if c.User != "" {
		if c.Security == Plain {
			return setting("user", "a password is not sent over a line without TLS", c.User)
		}
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	if _, err := gomail.NewClient(host, options...); err != nil {
		return fmt.Errorf("mail settings: %w", err)
	}
	o.host, o.options = host, options
	return nil
}

// Configured tells whether there is a server to send by.
func (o *Outbox) Configured() bool { return o.host != "" }

// From is the sender's address, "" where no server is set.
func (o *Outbox) From() string { return o.from.Address }

// Post has the letter sent once tx is committed, once for the key, however
// often it is posted. Where no server is set it does nothing.
func (o *Outbox) Post(ctx context.Context, tx *db.Tx, key string, l Letter) error {
	if !o.Configured() {
		return nil
	}
	_, err := o.queue.Put(ctx, tx, job.New{Kind: Kind, Key: key, Args: l})
	return err
}

// deliver sends a letter of the outbox. What the server refuses for good is
// given up.
func (o *Outbox) deliver(ctx context.Context, t job.Task) error {
	var l Letter
	if err := json.Unmarshal(t.Args, &l); err != nil {
		return job.GiveUp(fmt.Errorf("read the letter: %w", err))
	}
	err := o.Send(ctx, t.Key, l)
	if refused, ok := errors.AsType[*gomail.SendError](err); ok && refused.ErrorCode() >= 500 {
		return job.GiveUp(err)
	}
	return err
}

// Send sends the letter now. key names it: the same key sends the same
// Message-ID, by which a server knows a repetition.
func (o *Outbox) Send(ctx context.Context, key string, l Letter) error {
	if !o.Configured() {
		return fault.Unavailable("mail_off", "no mail server is set (--mail-server)")
	}
	m, err := o.message(key, l)
	if err != nil {
		return job.GiveUp(err)
	}
	client, err := gomail.NewClient(o.host, o.options...)
	if err != nil {
		return fmt.Errorf("mail settings: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, m); err != nil {
		return fmt.Errorf("send mail by %s: %w", o.config.Server, err)
	}
	return nil
}

func (o *Outbox) message(key string, l Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	m.FromMailAddress(&o.from)
	if err := CheckAddress(l.To); err != nil {
		return nil, err
	}
	m.ToMailAddress(&netmail.Address{Name: l.Name, Address: l.To})
	m.Subject(oneLine(l.Subject))
	m.SetDateWithValue(o.clock.Now())
	sum := sha256.Sum256([]byte(key + "\x00" + l.To))
	_, domain, _ := strings.Cut(o.from.Address, "@")
	m.SetMessageIDWithValue(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16])) + "@" + domain)
	// Out-of-office answers have nobody to reach (RFC 3834).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, l.Body.Text())
	page, err := l.Body.HTML()
	if err != nil {
		return nil, err
	}
	m.AddAlternativeString(gomail.TypeTextHTML, page)
	for _, f := range l.Files {
		kind := gomail.WithFileContentType(gomail.ContentType(f.MediaType))
		if err := m.AttachReader(f.Name, bytes.NewReader(f.Content), kind); err != nil {
			return nil, fmt.Errorf("attach %s: %w", f.Name, err)
		}
	}
	return m, nil
}

// oneLine keeps a text from becoming further headers.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// longestAddress is the longest address there can be (RFC 5321, 4.5.3.1.3).
const longestAddress = 254

// CheckAddress refuses what is no bare address that mail can be sent to.
func CheckAddress(address string) error {
	a, err := netmail.ParseAddress(address)
	if err != nil || a.Name != "" || a.Address != address || len(address) > longestAddress || !strings.Contains(address[strings.LastIndex(address, "@"):], ".") && !strings.HasSuffix(address, "@localhost") {
		return fault.Invalid("invalid_input", "%q is no mail address", address).
			WithFields(fault.Field{Name: "email", Rule: "email", Value: address})
	}
	return nil
}
