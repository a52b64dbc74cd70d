package demo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// File is a journal of JSON lines. A line is complete when its newline is on
// disk; what a crash left behind the last newline is cut off at the next start.
type File struct {
	mu   sync.Mutex
	f    *os.File
	size int64 // up to here the file holds whole lines
}

// OpenFile opens the journal, or makes it if it is not there. One process at a
// time may have it open; the data folder's lock sees to that.
func OpenFile(path string) (*File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the shop's journal: %w", err)
	}
	j := &File{f: f}
	if err := j.cutTornTail(); err != nil {
		return nil, errors.Join(fmt.Errorf("repair the shop's journal: %w", err), f.Close())
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return nil, errors.Join(fmt.Errorf("keep the shop's journal: %w", err), f.Close())
	}
	return j, nil
}

// Append writes one line and waits until it is on disk. After a failure the
// file is as it was.
func (j *File) Append(ctx context.Context, e Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write the shop's journal: %w", err)
	}
	line = append(line, '\n')
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err = j.f.WriteAt(line, j.size)
	if err == nil {
		err = j.f.Sync()
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the shop's journal: %w", err), j.f.Truncate(j.size))
	}
	j.size += int64(len(line))
	return nil
}

// Replay gives all entries. A line that is not an entry fails with its number:
// the file was changed by other hands.
func (j *File) Replay(ctx context.Context, apply func(Entry) error) error {
	j.mu.Lock()
	whole := io.NewSectionReader(j.f, 0, j.size)
	j.mu.Unlock()
	lines := bufio.NewReader(whole)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the shop's journal: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return fmt.Errorf("%s:%d is not an entry of the shop's journal: %w", j.f.Name(), n, err)
		}
		if err := apply(e); err != nil {
			return fmt.Errorf("%s:%d: %w", j.f.Name(), n, err)
		}
	}
}

// Close closes the file; the journal is of no use afterwards.
func (j *File) Close() error { return j.f.Close() }

// cutTornTail finds the end of the last whole line and drops what follows.
func (j *File) cutTornTail() error {
	data, err := io.ReadAll(j.f)
	if err != nil {
		return err
	}
	j.size = int64(bytes.LastIndexByte(data, '\n') + 1)
	if j.size == int64(len(data)) {
		return nil
	}
	if err := j.f.Truncate(j.size); err != nil {
		return err
	}
	return j.f.Sync()
}

// syncFolder makes the file's name itself survive a crash.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
