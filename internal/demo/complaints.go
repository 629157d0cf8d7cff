package demo

import (
	"fmt"
	"io"
	"sync"

	"giaoban/internal/synthetic"
)

// complaints tells whoever sits at the terminal that synthetic sites cannot
// come in, and why: one line for each reason, not one for each site.
type complaints struct {
	out    io.Writer
	server string

	mu sync.Mutex
	of map[string]string // reason by site
}

// hear takes in that a site cannot come in, or with nil that it is in again.
func (c *complaints) hear(site string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		delete(c.of, site)
		if len(c.of) == 0 {
			_, _ = fmt.Fprintf(c.out, "The synthetic sites have come in.\n")
		}
		return
	}
	why := synthetic.Plain(err)
	said := false
	for _, reason := range c.of {
		said = said || reason == why
	}
	c.of[site] = why
	if !said {
		_, _ = fmt.Fprintf(c.out, "The synthetic site %s cannot come in at %s: %s. It goes on trying; what is true of it may be true of others.\n",
			site, c.server, why)
	}
}
