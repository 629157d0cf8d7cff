// Package app wires the program: it alone knows every package.
//
//	New (database, services, routes) ──Run──▶ serving ──ctx ends──▶ stopped
//
// The domain packages meet only here: media reconciles itself with what live
// wants, live learns from media who is present, minutes gather the facts from
// everyone.
package app

import (
	"context"
	"path/filepath"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/letter"
	"giaoban/internal/mail"
)

// Config is everything that can be set, by flag, environment or file. The
// tags are kong's; docs/config.md is generated from them.
type Config struct {
	Addr         string `help:"Address to serve on." default:"127.0.0.1:8080" env:"GIAOBAN_ADDR"`
	Data         string `help:"Folder for the database, keys and files." default:"data" env:"GIAOBAN_DATA"`
	Database     string `help:"sqlite:FILE or postgres://…; SQLite in the data folder where empty." env:"GIAOBAN_DATABASE"`
	PublicURL    string `help:"How browsers reach the program, for links; http(s)://ADDR where empty." env:"GIAOBAN_PUBLIC_URL"`
	TLSCert      string `help:"Certificate file (PEM). With it the program serves https." env:"GIAOBAN_TLS_CERT"`
	TLSKey       string `help:"Key file of the certificate (PEM)." env:"GIAOBAN_TLS_KEY"`
	TLSOwn       bool   `help:"Serve https with a certificate of the program's own local authority, made in the data folder." env:"GIAOBAN_TLS_OWN"`
	MediaPort    int    `help:"UDP port of all media." default:"7882" env:"GIAOBAN_MEDIA_PORT"`
	MediaTCP     int    `help:"TCP port of media where UDP is blocked; 0 for none." default:"0" env:"GIAOBAN_MEDIA_TCP"`
	ProgrammeUDP int    `name:"programme-port" help:"UDP port of the programme's distribution." default:"7884" env:"GIAOBAN_PROGRAMME_PORT"`
	Distribution string `help:"How halls and sites receive the programme: relay, the program's own, one picture for all; or livekit, each site's tracks." default:"relay" enum:"relay,livekit" env:"GIAOBAN_DISTRIBUTION"`
	NodeIP       string `help:"Address given to clients for media; all of the machine's where empty." env:"GIAOBAN_NODE_IP"`
	MetricsAddr  string `help:"Address for GET /metrics in Prometheus' form, without sign-in: for the administrator's own network; none where empty." env:"GIAOBAN_METRICS_ADDR"`
	// RecordingDays counts from the end of a recording.
	RecordingDays int    `help:"Days after which a recording is removed, with a line in the conference's log; 0: never by itself." default:"0" env:"GIAOBAN_RECORDING_DAYS"`
	LogLevel      string `help:"debug, info, warn or error." default:"info" enum:"debug,info,warn,error" env:"GIAOBAN_LOG_LEVEL"`

	PeerURL     string `help:"How other processes on the same PostgreSQL reach this one: http://10.1.2.3:8080. With it, several processes share the conferences." env:"GIAOBAN_PEER_URL"`
	TURNPort    int    `name:"turn-port" help:"UDP port of the TURN server inside, for those who reach no media port; 0 for none." default:"0" env:"GIAOBAN_TURN_PORT"`
	TURNTLSPort int    `name:"turn-tls-port" help:"TCP port of the same over TLS, with the certificate of --tls-cert; clients are told port 443, so something must lead from there to it. 0 for none." default:"0" env:"GIAOBAN_TURN_TLS_PORT"`
	TURNDomain  string `name:"turn-domain" help:"Name under which clients reach TURN over TLS: turn.coquan.vn." env:"GIAOBAN_TURN_DOMAIN"`

	LiveKitURL               string `name:"livekit-url" help:"A LiveKit that runs elsewhere, in place of the one inside the program: https://livekit.coquan.vn." env:"GIAOBAN_LIVEKIT_URL"`
	LiveKitKey               string `name:"livekit-key" help:"Its API key." env:"GIAOBAN_LIVEKIT_KEY"`
	LiveKitSecret            string `name:"livekit-secret" help:"The key's secret; better in the environment or a file than on the command line." env:"GIAOBAN_LIVEKIT_SECRET"`
	LiveKitSecretFile        string `name:"livekit-secret-file" help:"File with that secret." env:"GIAOBAN_LIVEKIT_SECRET_FILE"`
	LiveKitAuthority         string `name:"livekit-authority" help:"Certificate (PEM) of the authority that signed its certificate, where the system does not know it." env:"GIAOBAN_LIVEKIT_AUTHORITY"`
	LiveKitRedis             string `name:"livekit-redis" help:"Redis, HOST:PORT, over which the LiveKits inside several processes are one cluster." env:"GIAOBAN_LIVEKIT_REDIS"`
	LiveKitRedisUser         string `name:"livekit-redis-user" help:"Name to sign in to Redis with, where it asks." env:"GIAOBAN_LIVEKIT_REDIS_USER"`
	LiveKitRedisPassword     string `name:"livekit-redis-password" help:"Password for Redis; better in the environment or a file than on the command line." env:"GIAOBAN_LIVEKIT_REDIS_PASSWORD"`
	LiveKitRedisPasswordFile string `name:"livekit-redis-password-file" help:"File with that password." env:"GIAOBAN_LIVEKIT_REDIS_PASSWORD_FILE"`
	LiveKitRedisDB           int    `name:"livekit-redis-db" help:"Number of Redis' database." default:"0" env:"GIAOBAN_LIVEKIT_REDIS_DB"`
	LiveKitRedisTLS          bool   `name:"livekit-redis-tls" help:"Speak to Redis over TLS." env:"GIAOBAN_LIVEKIT_REDIS_TLS"`
	LiveKitRedisAuthority    string `name:"livekit-redis-authority" help:"Certificate (PEM) of the authority that signed Redis', where the system does not know it." env:"GIAOBAN_LIVEKIT_REDIS_AUTHORITY"`

	MailServer        string `help:"Mail server (SMTP), HOST:PORT; no mail is sent where empty." env:"GIAOBAN_MAIL_SERVER"`
	MailTLS           string `name:"mail-tls" help:"How the line to the mail server is protected: starttls, tls (from the first byte, port 465) or none (a server on this machine)." default:"starttls" enum:"starttls,tls,none" env:"GIAOBAN_MAIL_TLS"`
	MailUser          string `help:"Name to sign in to the mail server with, where it asks." env:"GIAOBAN_MAIL_USER"`
	MailPassword      string `help:"Password for the mail server; better in the environment or a file than on the command line." env:"GIAOBAN_MAIL_PASSWORD"`
	MailPasswordFile  string `help:"File with that password." env:"GIAOBAN_MAIL_PASSWORD_FILE"`
	MailFrom          string `help:"Sender of letters: Văn phòng <vanphong@coquan.vn>." env:"GIAOBAN_MAIL_FROM"`
	MailAuthority     string `help:"Certificate (PEM) of the authority that signed the mail server's, where the system does not know it." env:"GIAOBAN_MAIL_AUTHORITY"`
	MailHour          int    `help:"Hour of the day at which reminders are sent." default:"7" env:"GIAOBAN_MAIL_HOUR"`
	RemindBefore      []int  `help:"Days before a directive's time limit on which its lead unit is reminded by mail; on the day itself always." default:"7,3,1" env:"GIAOBAN_REMIND_BEFORE"`
	RemindAfter       []int  `help:"Days after it." default:"1,7" env:"GIAOBAN_REMIND_AFTER"`
	RemindAcknowledge []int  `help:"Days after the issue on which a directive is brought up that is not acknowledged." default:"2,5" env:"GIAOBAN_REMIND_ACKNOWLEDGE"`

	// Prepare runs on the database before the program starts: the demo's data.
	Prepare func(ctx context.Context, d *db.DB) error `kong:"-"`
	// SignInLinks honours links that sign in without a password: the demo.
	SignInLinks bool `kong:"-"`
}

// distributionRelay is the program's own switch and relay.
const distributionRelay = "relay"

// mail is the way to the mail server.
func (c Config) mail() mail.Config {
	return mail.Config{
		Server: c.MailServer, Security: mail.Security(c.MailTLS), User: c.MailUser, Password: c.MailPassword,
		PasswordFile: c.MailPasswordFile, From: c.MailFrom, Authority: c.MailAuthority,
	}
}

// letters says when letters are written.
func (c Config) letters() letter.Settings {
	return letter.Settings{Before: c.RemindBefore, After: c.RemindAfter, Acknowledge: c.RemindAcknowledge, Hour: c.MailHour}
}

// database is the address to open.
func (c Config) database() string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Data, "giaoban.db")
}

// secure tells whether the program itself serves https.
func (c Config) secure() bool { return c.TLSCert != "" || c.TLSOwn }

// Loopback tells whether only this machine can reach the program. Media are
// then offered at 127.0.0.1, which is all that a machine without a network has,
// and at the machine's own addresses, since Firefox neither gathers a loopback
// candidate nor pairs its others with one. So the media ports are open to the
// network, to no use there: what is not sealed for a name and password that
// the program gave out by its pages, which nobody else reaches, is dropped
// (RFC 8445 section 7.3, RFC 5764).
func (c Config) Loopback() bool {
	return strings.HasPrefix(c.Addr, "127.") || strings.HasPrefix(c.Addr, "localhost:") || strings.HasPrefix(c.Addr, "[::1]:")
}
