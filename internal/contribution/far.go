package contribution

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/twitchtv/twirp"

	"giaoban/internal/link"
)

// ErrRefused says that a LiveKit elsewhere does not take the key or the secret.
var ErrRefused = errors.New("LiveKit refuses the key or the secret")

// ErrUntrusted says that nobody who is trusted vouches for a LiveKit elsewhere.
var ErrUntrusted = errors.New("its certificate is not trusted")

// ErrNotLiveKit says that what answers elsewhere is no LiveKit.
var ErrNotLiveKit = errors.New("what answers is no LiveKit")

const (
	// farPatience bounds one call to a LiveKit elsewhere.
	farPatience = 5 * time.Second
	// farToken is how long a token of the program's own is good for.
	farToken = time.Minute
)

// far is a LiveKit in another process, administered over its RoomService.
type far struct {
	config Config
	rooms  livekit.RoomService
}

// seek finds the LiveKit elsewhere. One that does not answer yet is no error:
// the program has more to do than media, and its observers try again.
func (e *Engine) seek(ctx context.Context) (*url.URL, http.RoundTripper, error) {
	transport, _ := http.DefaultTransport.(*http.Transport)
	transport = transport.Clone()
	transport.TLSClientConfig = e.config.Elsewhere.TLS
	at := e.config.Elsewhere.URL
	e.far = &far{config: e.config, rooms: livekit.NewRoomServiceProtobufClient(
		strings.TrimSuffix(at.String(), "/"), &http.Client{Transport: transport, Timeout: farPatience})}
	err := e.far.call(ctx, auth.VideoGrant{RoomList: true}, func(ctx context.Context) error {
		_, err := e.far.rooms.ListRooms(ctx, &livekit.ListRoomsRequest{})
		return err
	})
	var answered twirp.Error
	var unanswered *url.Error
	var untrusted *tls.CertificateVerificationError
	switch {
	case err == nil:
	case errors.As(err, &untrusted):
		return nil, nil, fmt.Errorf("contribution: %s: %w: %w", at, ErrUntrusted, untrusted.Err)
	case errors.As(err, &unanswered), !errors.As(err, &answered):
		e.log.WarnContext(ctx, "LiveKit does not answer yet; trying again while conferences run", "url", at.String(), "error", err.Error())
	case answered.Code() == twirp.Unauthenticated || answered.Code() == twirp.PermissionDenied:
		return nil, nil, fmt.Errorf("contribution: %s: %w", at, ErrRefused)
	case answered.Code() == twirp.Unavailable:
		e.log.WarnContext(ctx, "LiveKit is not ready yet; trying again while conferences run", "url", at.String())
	default:
		return nil, nil, fmt.Errorf("contribution: %s: %w: %s", at, ErrNotLiveKit, answered.Code())
	}
	return at, transport, nil
}

// call makes one call with a right of its own.
func (f *far) call(ctx context.Context, grant auth.VideoGrant, do func(context.Context) error) error {
	token, err := auth.NewAccessToken(f.config.Key, f.config.Secret).SetVideoGrant(&grant).SetValidFor(farToken).ToJWT()
	if err != nil {
		return fmt.Errorf("contribution: sign token: %w", err)
	}
	ctx, err = twirp.WithHTTPRequestHeaders(ctx, http.Header{"Authorization": {"Bearer " + token}})
	if err != nil {
		return fmt.Errorf("contribution: call LiveKit: %w", err)
	}
	return do(ctx)
}

func administers(room string) auth.VideoGrant { return auth.VideoGrant{RoomAdmin: true, Room: room} }

// permit makes a participant's rights the given ones and returns what LiveKit
// then says of it.
func (f *far) permit(ctx context.Context, room string, who Identity, rights Rights) (info *livekit.ParticipantInfo, err error) {
	err = f.call(ctx, administers(room), func(ctx context.Context) error {
		info, err = f.rooms.UpdateParticipant(ctx, &livekit.UpdateParticipantRequest{
			Room: room, Identity: string(who), Permission: rights.permission(),
		})
		return err
	})
	return info, err
}

// remove ends a participant's session.
func (f *far) remove(ctx context.Context, room string, who Identity) error {
	return f.call(ctx, administers(room), func(ctx context.Context) error {
		_, err := f.rooms.RemoveParticipant(ctx, &livekit.RoomParticipantIdentity{Room: room, Identity: string(who)})
		return err
	})
}

// open has the room be there, also where LiveKit does not make rooms by itself.
func (f *far) open(ctx context.Context, room string) error {
	return f.call(ctx, auth.VideoGrant{RoomCreate: true}, func(ctx context.Context) error {
		_, err := f.rooms.CreateRoom(ctx, &livekit.CreateRoomRequest{Name: room})
		return err
	})
}

// ticket lets the program itself in: unseen, and taking only.
func (f *far) ticket(room string, as Identity) (link.Ticket, error) {
	token, err := f.config.token(room, as, "", "", WatchRights(), farToken)
	return link.Ticket{URL: f.config.Elsewhere.URL.String(), Token: token, TLS: f.config.Elsewhere.TLS}, err
}
