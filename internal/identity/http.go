package identity

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/web"
)

const (
	accountCookie = "gb_account"
	seatCookie    = "gb_seat_" // + the seat's id
	seatHeader    = "X-Seat"
)

// Identify finds out who sends the request: the seat that it names, the bearer
// of a token, or the account whose cookie it has.
func (s *Service) Identify(r *http.Request) (access.Actor, error) {
	ctx := r.Context()
	seat := r.Header.Get(seatHeader)
	if seat == "" {
		seat = r.URL.Query().Get("seat")
	}
	if seat != "" {
		c, err := r.Cookie(seatCookie + seat)
		if err != nil {
			return access.Actor{}, fault.Unauthorized("seat_unknown", "seat %s without its cookie", seat)
		}
		return s.ActorOfSeat(ctx, seat, c.Value)
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return s.ActorOfToken(ctx, token)
	}
	if c, err := r.Cookie(accountCookie); err == nil {
		return s.ActorOfSession(ctx, c.Value)
	}
	return access.Actor{}, nil
}

// Me is the caller as the front end needs it.
type Me struct {
	Kind         access.Kind    `json:"kind" enum:"account,site,hall,watch,delegate"`
	Account      *Account       `json:"account" doc:"null for devices"`
	Roles        []access.Grant `json:"roles"`
	Seat         string         `json:"seat"`
	SiteID       string         `json:"site_id"`
	ConferenceID string         `json:"conference_id"`
	DelegateID   string         `json:"delegate_id"`
	Organisation Organisation   `json:"organisation"`
}

// Organisation is the name over the door.
type Organisation struct {
	Name     string `json:"name"`
	NameEn   string `json:"name_en"`
	OfficeID string `json:"office_id"`
}

// Host tells the organisation's name.
type Host func(ctx context.Context) (Organisation, error)

type api struct {
	*Service
	host    Host
	signIns *limiter
	joins   *limiter
	secure  bool
	links   bool
}

// caller captures what huma's inputs do not carry.
type caller struct {
	addr   string
	device string
	secret string
}

// Resolve reads the request's address, user agent and session cookie.
func (c *caller) Resolve(ctx huma.Context) []error {
	c.addr, c.device = ctx.RemoteAddr(), ctx.Header("User-Agent")
	r := http.Request{Header: http.Header{"Cookie": {ctx.Header("Cookie")}}, RemoteAddr: c.addr}
	c.addr = remote(&r)
	if len(c.device) > 200 {
		c.device = c.device[:200]
	}
	if k, err := r.Cookie(accountCookie); err == nil {
		c.secret = k.Value
	}
	return nil
}

type signInInput struct {
	caller
	Body struct {
		Login    string `json:"login,omitempty" maxLength:"100"`
		Password string `json:"password,omitempty" maxLength:"200"`
		Link     string `json:"link,omitempty" maxLength:"100" doc:"Token of a sign-in link, where the server takes them (demo)"`
	}
}

type meOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      Me
}

type cookieOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

type joinInput struct {
	caller
	Body struct {
		Token string `json:"token,omitempty" maxLength:"100" doc:"From a join link"`
		Code  string `json:"code,omitempty" maxLength:"20" doc:"Six digits"`
	}
}

type joinOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      Seat
}

type ownInput struct {
	Body struct {
		Locale string  `json:"locale,omitempty" enum:"vi,en"`
		Email  *string `json:"email,omitempty" maxLength:"254" doc:"Where mail goes; empty for nowhere"`
		NoMail *bool   `json:"no_mail,omitempty" doc:"Wants no mail"`
	}
}

type passwordInput struct {
	caller
	Body struct {
		Old      string `json:"old" maxLength:"200"`
		Password string `json:"password" maxLength:"200"`
	}
}

// Options are the installation's choices.
type Options struct {
	Secure      bool // cookies for https alone
	SignInLinks bool // honour sign-in links: the demo
}

// Routes registers the package's operations.
func (s *Service) Routes(h huma.API, host Host, o Options) {
	a := &api{
		Service: s, host: host, secure: o.Secure, links: o.SignInLinks,
		signIns: newLimiter(s.clock, 6*time.Second, 10),
		joins:   newLimiter(s.clock, 6*time.Second, 10),
	}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"identity"}}
	}
	web.Register(h, op("sign-in", http.MethodPost, "/api/session", "Sign in with login and password"), a.signIn)
	web.Register(h, op("sign-out", http.MethodDelete, "/api/session", "Sign out"), a.signOut)
	web.Register(h, op("me", http.MethodGet, "/api/me", "Who is calling"), a.me)
	web.Register(h, op("set-locale", http.MethodPatch, "/api/me", "Change the language, the mail address, whether mail is wanted"), a.setOwn)
	web.Register(h, op("set-password", http.MethodPut, "/api/me/password", "Change the password"), a.setPassword)
	web.Register(h, op("join", http.MethodPost, "/api/join", "Let this device in by a link or a six-digit code"), a.join)
}

func (a *api) signIn(ctx context.Context, in *signInInput) (*meOutput, error) {
	if err := a.signIns.check(in.addr); err != nil {
		return nil, err
	}
	var secret string
	var acc Account
	var err error
	if in.Body.Link != "" && a.links {
		secret, acc, err = a.SignInByLink(ctx, in.Body.Link, in.device)
	} else {
		secret, acc, err = a.SignIn(ctx, in.Body.Login, in.Body.Password, in.device)
	}
	if err != nil {
		if fault.Is(err, "wrong_password") || fault.Is(err, "code_unknown") {
			a.signIns.fail(in.addr)
		}
		return nil, err
	}
	me, err := a.ofAccount(ctx, acc)
	if err != nil {
		return nil, err
	}
	return &meOutput{Body: me, SetCookie: []http.Cookie{a.cookie(accountCookie, secret, sessionLife)}}, nil
}

func (a *api) signOut(ctx context.Context, in *struct{ caller }) (*cookieOutput, error) {
	if in.secret != "" {
		if err := a.SignOut(ctx, in.secret); err != nil {
			return nil, err
		}
	}
	return &cookieOutput{SetCookie: []http.Cookie{a.cookie(accountCookie, "", -time.Second)}}, nil
}

func (a *api) me(ctx context.Context, _ *struct{}) (*meOutput, error) {
	actor := access.From(ctx)
	if err := access.SignedIn(actor); err != nil {
		return nil, err
	}
	if actor.Kind == access.Account {
		acc, err := a.Account(ctx, actor.AccountID)
		if err != nil {
			return nil, err
		}
		me, err := a.ofAccount(ctx, acc)
		return &meOutput{Body: me}, err
	}
	host, err := a.host(ctx)
	return &meOutput{Body: Me{
		Kind: actor.Kind, Roles: []access.Grant{}, Seat: actor.SeatID,
		SiteID: actor.SiteID, ConferenceID: actor.ConferenceID, DelegateID: actor.DelegateID,
		Organisation: host,
	}}, err
}

func (a *api) ofAccount(ctx context.Context, acc Account) (Me, error) {
	host, err := a.host(ctx)
	roles := acc.Grants
	if roles == nil {
		roles = []access.Grant{}
	}
	return Me{Kind: access.Account, Account: &acc, Roles: roles, Organisation: host}, err
}

// mayChangeOwn allows an account its own settings.
func mayChangeOwn(actor access.Actor) error {
	if err := access.SignedIn(actor); err != nil {
		return err
	}
	if actor.Kind != access.Account {
		return access.Deny("account.change")
	}
	return nil
}

// setOwn changes what is named and leaves the rest.
func (a *api) setOwn(ctx context.Context, in *ownInput) (*meOutput, error) {
	actor := access.From(ctx)
	if err := mayChangeOwn(actor); err != nil {
		return nil, err
	}
	if in.Body.Email != nil || in.Body.NoMail != nil {
		present, err := a.Account(ctx, actor.AccountID)
		if err != nil {
			return nil, err
		}
		if in.Body.Email != nil {
			present.Email = *in.Body.Email
		}
		if in.Body.NoMail != nil {
			present.NoMail = *in.Body.NoMail
		}
		if err := a.SetMail(ctx, actor.AccountID, present.Email, !present.NoMail); err != nil {
			return nil, err
		}
	}
	if in.Body.Locale != "" {
		if err := a.SetLocale(ctx, actor.AccountID, in.Body.Locale); err != nil {
			return nil, err
		}
	}
	return a.me(ctx, nil)
}

func (a *api) setPassword(ctx context.Context, in *passwordInput) (*struct{}, error) {
	actor := access.From(ctx)
	if err := mayChangeOwn(actor); err != nil {
		return nil, err
	}
	return nil, a.SetPassword(ctx, actor.AccountID, in.Body.Old, in.Body.Password, in.secret)
}

func (a *api) join(ctx context.Context, in *joinInput) (*joinOutput, error) {
	secret := in.Body.Token
	if secret == "" {
		secret = in.Body.Code
	}
	if strings.TrimSpace(secret) == "" {
		return nil, fault.Invalid("code_empty", "neither link nor code was given").WithFields(fault.Field{Name: "code", Rule: "required"})
	}
	if err := a.joins.check(in.addr); err != nil {
		return nil, err
	}
	seat, cookie, err := a.Redeem(ctx, secret, in.device)
	if err != nil {
		if fault.Is(err, "code_unknown") { // only guesses count
			a.joins.fail(in.addr)
		}
		return nil, err
	}
	return &joinOutput{Body: seat, SetCookie: []http.Cookie{a.cookie(seatCookie+seat.ID, cookie, seatLife)}}, nil
}

func (a *api) cookie(name, value string, life time.Duration) http.Cookie {
	return http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, Secure: a.secure, SameSite: http.SameSiteLaxMode,
	}
}

// remote is the caller's address without its port.
func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
