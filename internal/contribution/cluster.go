package contribution

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/livekit/livekit-server/pkg/config"
	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/redis"
)

// ErrRedis says that Redis does not answer, or refuses.
var ErrRedis = errors.New("redis does not serve")

// claimPatience bounds one claim.
const claimPatience = 2 * time.Second

// cluster puts rooms where their conference is carried. LiveKit by itself gives
// a room to whichever node has the least to do; taps work in the process of the
// room only. So the process that carries the conference writes itself down as
// the room's node before anybody comes in by it, and once a second after.
//
//	nobody's ──claim──▶ this node's ──room closed──▶ nobody's
//	                       └──another's claim: the conference is carried there──▶ that node's
//
// Nodes that carry no conferences, of a plain livekit-server or without
// --peer-url, are never given one; what they are asked, they pass on.
type cluster struct {
	node  string
	write func(ctx context.Context, room, node string) error
	io.Closer
}

// joinCluster opens the way to Redis, where there is one.
func joinCluster(conf *config.Config) (*cluster, error) {
	if !conf.Redis.IsConfigured() {
		return nil, nil //nolint:nilnil // nil is a cluster of one
	}
	client, err := redis.GetRedisClient(&conf.Redis)
	if err != nil {
		return nil, fmt.Errorf("contribution: %w: %w", ErrRedis, err)
	}
	return &cluster{Closer: client, write: func(ctx context.Context, room, node string) error {
		return client.HSet(ctx, routing.NodeRoomKey, room, node).Err()
	}}, nil
}

// is tells the cluster which node this process is.
func (c *cluster) is(n *livekit.Node) {
	if c != nil {
		c.node = n.GetId()
	}
}

// claim makes the room this process's.
func (c *cluster) claim(ctx context.Context, room string) error {
	if c == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, claimPatience)
	defer cancel()
	if err := c.write(ctx, room, c.node); err != nil {
		return fmt.Errorf("contribution: claim room %s: %w: %w", room, ErrRedis, err)
	}
	return nil
}

func (c *cluster) close() {
	if c != nil {
		_ = c.Close()
	}
}

// claim claims the room of a running conference; what fails is tried again
// within a second.
func (w *watch) claim(ctx context.Context) {
	err := w.engine.cluster.claim(ctx, w.room)
	if err != nil && !w.unclaimed && ctx.Err() == nil {
		w.engine.log.WarnContext(ctx, "room not claimed; trying again", "room", w.room, "error", err.Error())
	}
	w.unclaimed = err != nil
}
