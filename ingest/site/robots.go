package site

import (
	"net/url"
	"time"

	"github.com/temoto/robotstxt"
)

// Agent is the name by which rules for robots address us.
const Agent = "frontdesk"

// maxRobots is how much of a robots.txt is read (RFC 9309 asks for 500 KiB at
// least).
const maxRobots = 512 << 10

// longestDelay is the longest pause between two requests that a site gets.
const longestDelay = 30 * time.Second

// Robots are a site's rules for robots.
type Robots struct {
	data  *robotstxt.RobotsData
	group *robotstxt.Group
	deny  bool
	Found bool // the site has rules
}

// ReadRobots reads robots.txt as a server answered for it (RFC 9309): a file that
// is not there allows everything; a server that fails allows nothing for now, and
// status 0 stands for one that does not answer.
func ReadRobots(status int, body []byte) Robots {
	switch {
	case status >= 400 && status < 500:
		return Robots{}
	case status < 200 || status >= 300:
		return Robots{deny: true}
	}
	data, err := robotstxt.FromBytes(body[:min(len(body), maxRobots)])
	if err != nil { // no rules that anybody could read
		return Robots{}
	}
	return Robots{data: data, group: data.FindGroup(Agent), Found: true}
}

// Allows tells whether an address may be read.
func (r Robots) Allows(u *url.URL) bool {
	if r.deny {
		return false
	}
	if r.group == nil || u.Path == "/robots.txt" {
		return true
	}
	at := u.EscapedPath()
	if at == "" {
		at = "/"
	}
	if u.RawQuery != "" {
		at += "?" + u.RawQuery
	}
	return r.group.Test(at)
}

// Down tells that the server failed when it was asked for its rules.
func (r Robots) Down() bool { return r.deny }

// Delay is the pause between two requests that the site asks for.
func (r Robots) Delay() time.Duration {
	if r.group == nil {
		return 0
	}
	return min(r.group.CrawlDelay, longestDelay)
}

// Sitemaps are those that the rules name.
func (r Robots) Sitemaps() []string {
	if r.data == nil {
		return nil
	}
	return r.data.Sitemaps
}
