package main

import (
	"time"

	"frontdesk/channel"
	"frontdesk/channel/rest"
	"frontdesk/internal/core"
)

// withCallback makes the REST channel one that is called, where an address for
// it is configured; otherwise its callers fetch their messages.
func withCallback(cfg Config) (func(*core.Parts), error) {
	c := cfg.Channels.REST
	if c.CallbackURL == "" {
		return func(*core.Parts) {}, nil
	}
	ch, err := rest.New(rest.Config{ID: restChannel, URL: c.CallbackURL, Secret: c.CallbackSecret, Timeout: 8 * time.Second, Now: time.Now})
	if err != nil {
		return nil, err
	}
	router := channel.NewRouter(map[string]channel.Channel{restChannel: ch})
	return func(p *core.Parts) { p.Sender, p.Push = router, router.Has }, nil
}
