// Package identity knows accounts, who is signed in, and the devices that were
// let in by a link or a code.
//
//	password ──SignIn──▶ session (cookie gb_account) ──SignOut or expiry──▶ gone
//	link or code ──Redeem──▶ seat (cookie gb_seat_<id>) ──EndSeat or expiry──▶ gone
//
// Of every secret only a hash is stored. What an actor may do is not decided
// here: each domain package has its own policies.
package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/mail"
)

// How long things last.
const (
	sessionLife = 7 * 24 * time.Hour
	seatLife    = 30 * 24 * time.Hour // a site's computer stays known
	linkLife    = 90 * 24 * time.Hour
	codeLife    = 24 * time.Hour
	// seenEvery is how often it is noted that a device is there.
	seenEvery = 5 * time.Minute
	// toldLife is how long a device whose seat was ended is told so.
	toldLife = 90 * 24 * time.Hour
)

// Account is a person who can sign in.
type Account struct {
	ID     string         `json:"id"`
	Login  string         `json:"login"`
	Name   string         `json:"name"`
	Title  string         `json:"title" doc:"Position, as announced"`
	UnitID string         `json:"unit_id"`
	Locale string         `json:"locale" enum:"vi,en"`
	Email  string         `json:"email" doc:"Empty for none"`
	NoMail bool           `json:"no_mail" doc:"Wants no mail"`
	Grants []access.Grant `json:"-"`
}

// Seat is a device in a conference.
type Seat struct {
	ID           string      `json:"seat"`
	Kind         access.Kind `json:"kind"`
	ConferenceID string      `json:"conference_id"`
	SiteID       string      `json:"site_id"`
	DelegateID   string      `json:"delegate_id" doc:"of a delegate's own device"`
}

// Service signs people in and lets devices in.
type Service struct {
	db    *db.DB
	clock clock.Clock
	ends  endings
	idle  string // a PHC string nobody's password fits, for logins that do not exist
}

// New returns the service over d.
func New(d *db.DB, c clock.Clock) (*Service, error) {
	idle, err := hashPassword(id.Secret())
	if err != nil {
		return nil, err
	}
	return &Service{db: d, clock: c, idle: idle}, nil
}

// CreateAccount adds an account. The login is folded to lower case and must be
// new.
func (s *Service) CreateAccount(ctx context.Context, a Account, password string) (Account, error) {
	a.Login = strings.ToLower(strings.TrimSpace(a.Login))
	if a.Login == "" {
		return a, fault.Invalid("login_empty", "an account needs a login").WithFields(fault.Field{Name: "login", Rule: "required"})
	}
	phc, err := hashPassword(password)
	if err != nil {
		return a, err
	}
	if a.Email != "" {
		if err := mail.CheckAddress(a.Email); err != nil {
			return a, err
		}
	}
	if a.ID == "" {
		a.ID = id.New(s.clock.Now())
	}
	if a.Locale == "" {
		a.Locale = "vi"
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error { return insertAccount(ctx, tx, a, phc, s.clock.Now()) })
	if db.IsUnique(err) {
		return a, fault.Conflict("login_taken", "login %s is taken", a.Login)
	}
	return a, err
}

// CreateAccounts adds accounts that share a first password: a class, a demo.
func (s *Service) CreateAccounts(ctx context.Context, list []Account, password string) error {
	phc, err := hashPassword(password)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		for _, a := range list {
			if a.Locale == "" {
				a.Locale = "vi"
			}
			if err := insertAccount(ctx, tx, a, phc, s.clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// SignIn checks the password and opens a session. The refusal is the same for
// an unknown login and a wrong password, and takes as long.
func (s *Service) SignIn(ctx context.Context, login, password, device string) (secret string, a Account, err error) {
	a, phc, err := accountByLogin(ctx, s.db, strings.ToLower(strings.TrimSpace(login)))
	if err != nil && !db.IsNoRows(err) {
		return "", a, fmt.Errorf("sign in: %w", err)
	}
	if err != nil {
		phc = s.idle
	}
	if !checkPassword(phc, password) || err != nil {
		return "", Account{}, fault.Unauthorized("wrong_password", "login or password is wrong")
	}
	secret = id.Secret()
	now := s.clock.Now()
	if err := insertSession(ctx, s.db, id.Hash(secret), a.ID, device, now, now.Add(sessionLife)); err != nil {
		return "", a, err
	}
	return secret, a, nil
}

// SignOut ends the session.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	defer s.ends.tell()
	return deleteSession(ctx, s.db, id.Hash(secret))
}

// SetPassword changes the account's own password and ends its other sessions.
func (s *Service) SetPassword(ctx context.Context, accountID, old, password, keep string) error {
	phc, err := passwordOf(ctx, s.db, accountID)
	if err != nil {
		return err
	}
	if !checkPassword(phc, old) {
		return fault.Invalid("old_password_wrong", "the old password is wrong").WithFields(fault.Field{Name: "old", Rule: "wrong"})
	}
	if phc, err = hashPassword(password); err != nil {
		return err
	}
	defer s.ends.tell()
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := updatePassword(ctx, tx, accountID, phc); err != nil {
			return err
		}
		return deleteOtherSessions(ctx, tx, accountID, id.Hash(keep))
	})
}

// SetLocale stores the language that the account reads.
func (s *Service) SetLocale(ctx context.Context, accountID, locale string) error {
	return updateLocale(ctx, s.db, accountID, locale)
}

// SetMail stores where the account's mail goes, "" for nowhere, and whether it
// wants any.
func (s *Service) SetMail(ctx context.Context, accountID, email string, wants bool) error {
	email = strings.TrimSpace(email)
	if email != "" {
		if err := mail.CheckAddress(email); err != nil {
			return err
		}
	}
	return updateMail(ctx, s.db, accountID, email, wants)
}

// Readers are the accounts that can be written to and want to be, with their
// roles; those without a role are left out.
func (s *Service) Readers(ctx context.Context) ([]Account, error) { return readers(ctx, s.db) }

// Reads tells whether the account has one of the roles on the unit.
func (a Account) Reads(unitID string, roles ...access.Role) bool {
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.UnitID == unitID && slices.Contains(roles, g.Role)
	})
}

// ActorOfSession returns who holds the session, the zero Actor where it is
// unknown or has run out.
func (s *Service) ActorOfSession(ctx context.Context, secret string) (access.Actor, error) {
	a, err := accountOfSession(ctx, s.db, id.Hash(secret), s.clock.Now())
	if db.IsNoRows(err) {
		return access.Actor{}, nil
	}
	if err != nil {
		return access.Actor{}, fmt.Errorf("look up session: %w", err)
	}
	return access.Actor{Kind: access.Account, AccountID: a.ID, Name: a.Name, UnitID: a.UnitID, Grants: a.Grants}, nil
}

// Account returns one account with its roles.
func (s *Service) Account(ctx context.Context, accountID string) (Account, error) {
	a, err := accountByID(ctx, s.db, accountID)
	if db.IsNoRows(err) {
		return a, fault.NotFound("account_unknown", "no account %s", accountID)
	}
	return a, err
}

// People are the accounts that can sign in, by name: who they are, without
// their roles.
func (s *Service) People(ctx context.Context) ([]Account, error) { return people(ctx, s.db) }

// Names returns the names of all accounts by id, for showing a log.
func (s *Service) Names(ctx context.Context) (map[string]string, error) {
	return accountNames(ctx, s.db)
}

// Link returns the token of the join link for a kind of device in a conference
// (site links name their site). It is the same at every call: a keyed hash, so
// that it can be shown again without having been stored.
func (s *Service) Link(ctx context.Context, kind access.Kind, conferenceID, siteID string) (string, error) {
	return s.link(ctx, pass{kind: kind, conferenceID: conferenceID, siteID: siteID})
}

// DelegateLink returns the token of the join link for a delegate's own device,
// the same at every call.
func (s *Service) DelegateLink(ctx context.Context, conferenceID, siteID, delegateID string) (string, error) {
	return s.link(ctx, pass{kind: access.Handheld, conferenceID: conferenceID, siteID: siteID, delegateID: delegateID})
}

func (s *Service) link(ctx context.Context, p pass) (string, error) {
	key, err := s.key(ctx)
	if err != nil {
		return "", err
	}
	m := hmac.New(sha256.New, []byte(key))
	_, _ = fmt.Fprintf(m, "link\x00%s\x00%s\x00%s", p.kind, p.conferenceID, p.siteID)
	if p.delegateID != "" {
		_, _ = fmt.Fprintf(m, "\x00%s", p.delegateID)
	}
	turn, err := linkTurn(ctx, s.db, p)
	if err != nil {
		return "", err
	}
	if turn > 0 {
		_, _ = fmt.Fprintf(m, "\x00turn %d", turn)
	}
	token := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(m.Sum(nil)))[:40]
	now := s.clock.Now()
	p.hash, p.form, p.createdAt, p.expiresAt = id.Hash(token), formLink, now, now.Add(linkLife)
	return token, insertPass(ctx, s.db, p)
}

// SignInLink returns the token of a link that signs the account in without a
// password. The demo prints such links; a server does not honour them unless
// it was told to (Routes' links).
func (s *Service) SignInLink(ctx context.Context, accountID string) (string, error) {
	return s.Link(ctx, access.Account, "", accountID)
}

// SignInByLink opens a session for the account behind a sign-in link.
func (s *Service) SignInByLink(ctx context.Context, token, device string) (secret string, a Account, err error) {
	p, err := passByHash(ctx, s.db, id.Hash(token))
	if db.IsNoRows(err) || err == nil && p.kind != access.Account {
		return "", a, fault.NotFound("code_unknown", "no such link")
	}
	if err != nil {
		return "", a, fmt.Errorf("look up link: %w", err)
	}
	now := s.clock.Now()
	if p.expiresAt.Before(now) {
		return "", a, fault.Gone("code_expired", "the link has run out")
	}
	if a, err = s.Account(ctx, p.siteID); err != nil {
		return "", a, err
	}
	secret = id.Secret()
	return secret, a, insertSession(ctx, s.db, id.Hash(secret), a.ID, device, now, now.Add(sessionLife))
}

// key returns the installation's key for links, made at its first use.
func (s *Service) key(ctx context.Context) (string, error) {
	return settingOnce(ctx, s.db, "link_key", id.Secret())
}

// NewCode returns a six-digit code that lets one device in, once, within a day.
func (s *Service) NewCode(ctx context.Context, kind access.Kind, conferenceID, siteID string) (code string, expires time.Time, err error) {
	return s.code(ctx, pass{kind: kind, conferenceID: conferenceID, siteID: siteID})
}

// DelegateCode is NewCode for a delegate's own device.
func (s *Service) DelegateCode(ctx context.Context, conferenceID, siteID, delegateID string) (code string, expires time.Time, err error) {
	return s.code(ctx, pass{kind: access.Handheld, conferenceID: conferenceID, siteID: siteID, delegateID: delegateID})
}

func (s *Service) code(ctx context.Context, p pass) (code string, expires time.Time, err error) {
	now := s.clock.Now()
	expires = now.Add(codeLife)
	for range 20 { // a code that is in use is not given twice
		code = id.Code()
		p.hash, p.form, p.createdAt, p.expiresAt = id.Hash(code), formCode, now, expires
		taken, err := insertCode(ctx, s.db, p)
		if err != nil {
			return "", expires, err
		}
		if !taken {
			return code, expires, nil
		}
	}
	return "", expires, fault.Unavailable("codes_exhausted", "no free code")
}

// Redeem lets a device in by a link's token or a code and returns its seat and
// the secret of its cookie.
func (s *Service) Redeem(ctx context.Context, secret, device string) (Seat, string, error) {
	secret = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, secret)
	now := s.clock.Now()
	var seat Seat
	cookie := id.Secret()
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		p, err := takePass(ctx, tx, id.Hash(secret), now)
		if err != nil {
			return err
		}
		seat = Seat{ID: id.New(now), Kind: p.kind, ConferenceID: p.conferenceID, SiteID: p.siteID, DelegateID: p.delegateID}
		return insertSeat(ctx, tx, seat, id.Hash(cookie), device, now, now.Add(seatLife))
	})
	return seat, cookie, err
}

// ActorOfSeat returns the device that holds the seat.
func (s *Service) ActorOfSeat(ctx context.Context, seatID, secret string) (access.Actor, error) {
	now := s.clock.Now()
	seat, seen, ended, err := seatByID(ctx, s.db, seatID, id.Hash(secret), now)
	switch {
	case db.IsNoRows(err):
		return access.Actor{}, fault.Unauthorized("seat_unknown", "seat %s is unknown or has run out", seatID)
	case err != nil:
		return access.Actor{}, fmt.Errorf("look up seat: %w", err)
	case ended:
		return access.Actor{}, fault.Unauthorized("seat_ended", "seat %s has been ended", seatID)
	case now.Sub(seen) >= seenEvery:
		_ = seatSeen(ctx, s.db, seatID, now) // not worth refusing anybody for
	}
	return seat.actor(), nil
}

// ActorOfToken returns the device that a link's token stands for, for programs
// that send it as a bearer token and keep no cookie.
func (s *Service) ActorOfToken(ctx context.Context, token string) (access.Actor, error) {
	p, err := passByHash(ctx, s.db, id.Hash(token))
	if db.IsNoRows(err) || err == nil && (p.form != formLink || p.kind == access.Account || p.expiresAt.Before(s.clock.Now())) {
		return access.Actor{}, fault.Unauthorized("token_unknown", "token is unknown or has run out")
	}
	if err != nil {
		return access.Actor{}, fmt.Errorf("look up token: %w", err)
	}
	return Seat{ID: tokenSeat(p.hash), Kind: p.kind, ConferenceID: p.conferenceID, SiteID: p.siteID, DelegateID: p.delegateID}.actor(), nil
}

func (s Seat) actor() access.Actor {
	return access.Actor{
		Kind: s.Kind, SeatID: s.ID, ConferenceID: s.ConferenceID, SiteID: s.SiteID, DelegateID: s.DelegateID, Name: s.SiteID,
	}
}
