package sqlite

import "context"

// Copy writes a consistent copy of the database in dir to path, also while
// another process has it open: it only reads. See Store.Backup.
func Copy(ctx context.Context, dir, path string) error {
	return (&Store{dir: dir}).Backup(ctx, path)
}
