package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"frontdesk/bot"
	"frontdesk/pipeline"
)

// metrics are the figures that the API itself knows. Turns, handoffs and
// deliveries are counted by Counters.
type metrics struct {
	latency  *prometheus.HistogramVec
	accepted *prometheus.CounterVec
	sockets  *prometheus.GaugeVec
	closed   *prometheus.CounterVec
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "frontdesk_http_request_seconds", Help: "Time to answer a request, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30},
		}, []string{"method", "route", "status"}),
		accepted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_messages_accepted_total", Help: "Shoppers' messages stored, by channel.",
		}, []string{"channel"}),
		sockets: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "frontdesk_live_clients", Help: "Open sockets and event streams, by kind.",
		}, []string{"kind"}),
		closed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_live_clients_closed_total", Help: "Sockets and event streams that ended, by close code and kind.",
		}, []string{"code", "kind"}),
	}
	reg.MustRegister(m.latency, m.accepted, m.sockets, m.closed)
	return m
}

func (m *metrics) request(method, route string, status int, took time.Duration) {
	m.latency.WithLabelValues(knownMethod(method), route, strconv.Itoa(status)).Observe(took.Seconds())
}

// left counts a live client out. Codes that a client made up are one label.
func (m *metrics) left(kind string, code int) {
	m.sockets.WithLabelValues(kind).Dec()
	label := "other"
	if closeReasons[code] != "" || code == 0 || code == closeNormal || code == closeTooBig {
		label = strconv.Itoa(code)
	}
	m.closed.WithLabelValues(label, kind).Inc()
}

// knownMethod keeps strangers from making labels.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

func metricsHandler(reg *prometheus.Registry) http.Handler {
	return promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
}

// Counters count what happens beyond the API; the wiring hands its methods to
// whoever knows.
type Counters struct {
	turns    *prometheus.CounterVec
	handoffs *prometheus.CounterVec
	outbox   *prometheus.CounterVec
	took     prometheus.Histogram
}

// NewCounters registers the counters.
func NewCounters(reg prometheus.Registerer) *Counters {
	c := &Counters{
		turns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_turns_total", Help: "Turns of the bot, by what they did.",
		}, []string{"action"}),
		handoffs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_handoffs_total", Help: "Handoffs, by the code of their reason.",
		}, []string{"reason"}),
		outbox: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_deliveries_total", Help: "Deliveries to channels, by their outcome.",
		}, []string{"outcome"}),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "frontdesk_turn_seconds", Help: "Time to decide and store a turn.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}),
	}
	reg.MustRegister(c.turns, c.handoffs, c.outbox, c.took)
	return c
}

// Turn counts a turn of the bot, and the handoff that it may have made.
func (c *Counters) Turn(r pipeline.Record, took time.Duration) {
	c.turns.WithLabelValues(string(r.Action)).Inc()
	c.took.Observe(took.Seconds())
	if r.Action == bot.Handoff {
		c.handoffs.WithLabelValues(string(r.Reason)).Inc()
	}
}

// Delivered counts a delivery's outcome.
func (c *Counters) Delivered(o pipeline.Outcome) { c.outbox.WithLabelValues(string(o)).Inc() }
