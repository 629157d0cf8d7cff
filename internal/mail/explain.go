package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"
	"syscall"

	gomail "github.com/wneessen/go-mail"
)

// Explain says in plain words what kept a letter from being sent and which
// setting to look at; "" where it knows no more than the error says. No secret
// is in it.
func (o *Outbox) Explain(err error) string {
	if sent, ok := errors.AsType[*gomail.SendError](err); ok {
		return o.explainRefusal(sent)
	}
	for _, explain := range []func(error) string{o.explainSignIn, o.explainTLS, o.explainLine} {
		if said := explain(err); said != "" {
			return said
		}
	}
	return ""
}

// explainRefusal is for what the server said once it was reached and content
// with the line and the sign-in.
func (o *Outbox) explainRefusal(err *gomail.SendError) string {
	again := ""
	if err.IsTemp() {
		again = " for now; it may take it later"
	}
	switch err.Reason {
	case gomail.ErrSMTPMailFrom:
		return fmt.Sprintf("the server takes no mail from %s%s: check --mail-from, and --mail-user where the server asks for a sign-in", o.from.Address, again)
	case gomail.ErrSMTPRcptTo:
		return "the server takes no mail for this address" + again + ": check the address, and whether the server may pass mail on to its domain"
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
		return "the server took sender and recipient and then refused the letter itself" + again
	case gomail.ErrGetSender, gomail.ErrGetRcpts, gomail.ErrSMTPReset, gomail.ErrConnCheck, gomail.ErrNoUnencoded, gomail.ErrAmbiguous:
	}
	return ""
}

func (o *Outbox) explainSignIn(err error) string {
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		switch reply.Code { // RFC 4954, 4 and 6
		case 432, 454, 530, 534, 535, 538:
			return fmt.Sprintf("the server refused the sign-in of %q: check --mail-user and the password", o.config.User)
		}
	}
	if strings.Contains(err.Error(), "SMTP AUTH") { // the library gives these no type
		return "the server offers no sign-in over this line, or none that is known here: leave --mail-user empty, or check --mail-tls and the port"
	}
	return ""
}

func (o *Outbox) explainTLS(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the server's certificate is signed by nobody whom this machine trusts: name the signer's certificate with --mail-authority"
	}
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		return fmt.Sprintf("the server's certificate is not for %s: name the server in --mail-server as its certificate does", wrong.Host)
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if invalid.Reason == x509.Expired {
			return "the server's certificate has expired or is not valid yet: check it, and this machine's clock"
		}
		return "the server's certificate is not valid"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "the server does not speak TLS from the first byte on this port: try --mail-tls starttls, or the port for TLS (465)"
	}
	if strings.Contains(err.Error(), "does not support STARTTLS") {
		return "the server offers no TLS on this port: try --mail-tls tls with its port for TLS (465), or none where it runs on this machine"
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return "the server and this program could not agree on how to protect the line (TLS)"
	}
	return ""
}

func (o *Outbox) explainLine(err error) string {
	if unknown, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Sprintf("the name %s could not be found (DNS): check --mail-server, and this machine's name server", unknown.Name)
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Sprintf("nothing answers at %s (refused): check host and port, and that the mail server runs", o.config.Server)
	}
	if errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH) {
		return fmt.Sprintf("there is no way to %s: check this machine's network", o.config.Server)
	}
	timeout, ok := errors.AsType[net.Error](err)
	if ok && timeout.Timeout() || errors.Is(err, os.ErrDeadlineExceeded) {
		return o.config.Server + " did not answer in time: a firewall may be in between, or the port is one for TLS from the first byte (--mail-tls tls)"
	}
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return o.config.Server + " ended the line: check the port and --mail-tls"
	}
	return ""
}
