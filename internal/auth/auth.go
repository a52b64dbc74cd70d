// Package auth holds what proves who somebody is: password hashes and the policy
// for new passwords, opaque random tokens and their stored form, one-time sign-in
// links, the signed identity a shop gives its widget, and the names of the roles.
//
// It knows no HTTP, and keeps nothing itself: [Store] is the port behind which
// people and secrets are kept. Time and randomness are given to it.
package auth
