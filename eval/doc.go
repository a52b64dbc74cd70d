// Package eval measures the engines on labelled data: intents, retrieval,
// conversations. It runs the code that serves shoppers, without a server.
package eval
