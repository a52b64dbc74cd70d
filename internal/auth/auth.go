// Package auth holds what proves who somebody is: password hashes and the policy
// for new passwords, opaque random tokens and their stored form, one-time sign-in
// links, the signed identity a shop gives its widget, and the names of the roles.
//
// It knows no HTTP, and keeps nothing itself: [Store] is the port behind which
// people and secrets are kept. Time and randomness are given to it.
package auth

import (
	"slices"

	"frontdesk/internal/fault"
)

// Roles lists every role.
func Roles() []Role {
	return []Role{RoleShopper, RoleAgent, RoleEditor, RoleSupervisor, RoleAdmin}
}

// ParseRole gives the role of that name, or a fault of kind Invalid and code
// invalid_role that lists the roles there are.
func ParseRole(name string) (Role, error) {
	if r := Role(name); slices.Contains(Roles(), r) {
		return r, nil
	}
	return "", fault.New(fault.Invalid, "invalid_role", "there is no role %q", name).
		At("role").With("allowed", Roles())
}
