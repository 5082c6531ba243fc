// main.go - checks a log of Sanbao's with the library behind Go's own module log, and nothing of
// Sanbao's: golang.org/x/mod/sumdb/note for signatures, tlog for the tree. The proofs that tlog
// gives are made from the exported tiles, which it verifies against the signed root as it reads.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const usage = `usage:
  outside tree VKEY TILES             signature, entries, root over all leaf hashes
  outside receipt VKEY FILE           inclusion of the record in a .tlog-proof
  outside consistency VKEY OLD NEW    the tree in OLD is the beginning of that in NEW`

const tileHeight = 8

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "outside:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return errors.New(usage)
	}
	verifier, err := note.NewVerifier(args[1])
	if err != nil {
		return err
	}
	switch {
	case args[0] == "tree" && len(args) == 3:
		return checkTree(verifier, args[2])
	case args[0] == "receipt" && len(args) == 3:
		return checkReceipt(verifier, args[2])
	case args[0] == "consistency" && len(args) == 4:
		return checkConsistency(verifier, args[2], args[3])
	}
	return errors.New(usage)
}

// openCheckpoint verifies a checkpoint's signature and reads what it says.
func openCheckpoint(verifier note.Verifier, text []byte) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, fmt.Errorf("size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func readCheckpoint(verifier note.Verifier, folder string) (tlog.Tree, error) {
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return tlog.Tree{}, err
	}
	return openCheckpoint(verifier, text)
}

// readTile reads a file that a tile's coordinates name; tlog's own paths have the height in them.
func readTile(folder string, tile tlog.Tile, kind string) ([]byte, error) {
	path := strings.SplitN(tile.Path(), "/", 4)
	return os.ReadFile(filepath.Join(folder, "tile", kind, path[3]))
}

// tiles is a folder as tlog reads it.
type tiles struct{ folder string }

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := readTile(t.folder, tile, strconv.Itoa(tile.L))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", tile.Path(), len(data))
		}
		all = append(all, data)
	}
	return all, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// leafTiles lists the tiles of leaf hashes that a tree of this size has.
func leafTiles(size int64) []tlog.Tile {
	var all []tlog.Tile
	for first := int64(0); first < size; first += 1 << tileHeight {
		width := min(size-first, 1<<tileHeight)
		all = append(all, tlog.Tile{H: tileHeight, N: first >> tileHeight, W: int(width)})
	}
	return all
}

// checkTree computes the root from the leaf hashes alone, and each leaf hash from its entry; then
// it has tlog read every tile of every level and verify it against the root.
func checkTree(verifier note.Verifier, folder string) error {
	tree, err := readCheckpoint(verifier, folder)
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	count := int64(0)
	for _, tile := range leafTiles(tree.N) {
		leaves, err := readLeaves(folder, tile)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			more, err := tlog.StoredHashesForRecordHash(count, leaf, reader)
			if err != nil {
				return err
			}
			stored = append(stored, more...)
			count++
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the leaves give root %v, the checkpoint says %v", root, tree.Hash)
	}
	if err := checkLevels(tree, folder); err != nil {
		return err
	}
	fmt.Printf("%s: %d records, root %v\n", verifier.Name(), tree.N, root)
	return nil
}

// checkLevels reads all tiles through tlog's verifying reader.
func checkLevels(tree tlog.Tree, folder string) error {
	reader := tlog.TileHashReader(tree, tiles{folder})
	for _, tile := range tlog.NewTiles(tileHeight, 0, tree.N) {
		computed, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return err
		}
		data, err := readTile(folder, tile, strconv.Itoa(tile.L))
		if err != nil {
			return err
		}
		if string(data) != string(computed) {
			return fmt.Errorf("%s differs", tile.Path())
		}
	}
	return nil
}

// readLeaves reads a tile of leaf hashes and compares it with the entries' own hashes.
func readLeaves(folder string, tile tlog.Tile) ([]tlog.Hash, error) {
	data, err := readTile(folder, tile, "0")
	if err != nil {
		return nil, err
	}
	bundle, err := readTile(folder, tile, "entries")
	if err != nil {
		return nil, err
	}
	if len(data) != tile.W*tlog.HashSize {
		return nil, fmt.Errorf("%s has %d bytes", tile.Path(), len(data))
	}
	var leaves []tlog.Hash
	for i := range tile.W {
		leaf := tlog.Hash(data[i*tlog.HashSize:])
		if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
			return nil, fmt.Errorf("the entries of %s end early", tile.Path())
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if tlog.RecordHash(bundle[2:end]) != leaf {
			return nil, fmt.Errorf("entry %d of %s is not what its leaf hash says", i, tile.Path())
		}
		bundle = bundle[end:]
		leaves = append(leaves, leaf)
	}
	if len(bundle) != 0 {
		return nil, fmt.Errorf("the entries of %s go on after the last", tile.Path())
	}
	return leaves, nil
}

// checkReceipt reads a c2sp.org/tlog-proof@v1 whose extra line is the record.
func checkReceipt(verifier note.Verifier, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return errors.New("not a tlog-proof with a record")
	}
	record, err := base64.StdEncoding.Strict().DecodeString(lines[1][len("extra "):])
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(lines[2][len("index "):], 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := openCheckpoint(verifier, []byte(checkpoint))
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(record)); err != nil {
		return err
	}
	fmt.Printf("%s: record %d of %d, %d bytes\n", verifier.Name(), index, tree.N, len(record))
	return nil
}

// checkConsistency proves from the new tree's tiles that the old root is one of its earlier roots.
func checkConsistency(verifier note.Verifier, oldFolder, newFolder string) error {
	older, err := readCheckpoint(verifier, oldFolder)
	if err != nil {
		return err
	}
	newer, err := readCheckpoint(verifier, newFolder)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(newer.N, older.N, tlog.TileHashReader(newer, tiles{newFolder}))
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return err
	}
	fmt.Printf("%s: %d records are the beginning of %d\n", verifier.Name(), older.N, newer.N)
	return nil
}
