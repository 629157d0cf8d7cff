package synthetic

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

const (
	pictureRate = 15 // poses per second
	loopFrames  = 8 * pictureRate
	// keyQuality is that of the encoder, 0 to 100.
	keyQuality = 70
	// drawing is part of the cache's names: raise it when the scene changes.
	drawing = "4"
)

// sizes are those of the layers, lowest first.
var sizes = [...]struct{ width, height int }{{320, 180}, {640, 360}, {1280, 720}}

// Painter makes pictures. Encoding one takes about 0.2 s; with a directory,
// what has been encoded is found there the next time.
type Painter struct {
	// Dir keeps the encoded pictures; empty for nowhere.
	Dir string
	// Light has pictures come as light as they are drawn, for small machines:
	// 15 frames a second, a tenth of a camera's bits. Else they come at a
	// camera's pace and weight.
	Light bool

	mu    sync.Mutex
	moves map[moveKey][][]byte
}

// moveKey is what the movements in a picture depend on.
type moveKey struct {
	size    int
	people  int
	version byte
}

// Paint makes the picture of a site.
func (p *Painter) Paint(name string, number int) (*Picture, error) {
	if number < 0 || number > MostNumber {
		return nil, fmt.Errorf("site number %d: a marker holds 0 to %d", number, MostNumber)
	}
	s := scene{name: name, number: number}
	picture := &Picture{Rate: pictureRate}
	for i, size := range sizes {
		key, err := p.key(s, size.width, size.height)
		if err != nil {
			return nil, err
		}
		picture.Layers = append(picture.Layers, PictureLayer{
			Width: size.width, Height: size.height, Key: key, Moves: p.movesOf(s, i, key[0]>>1&7),
		})
	}
	if p.Light {
		picture.asDrawn()
	} else {
		picture.asCamera()
	}
	return picture, nil
}

// key is the scene's key frame, from the directory if it is there.
func (p *Painter) key(s scene, width, height int) ([]byte, error) {
	path := ""
	if p.Dir != "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s|%d|%s|%d|%d|%d", drawing, keyQuality, s.name, s.number, width, height))
		path = filepath.Join(p.Dir, hex.EncodeToString(sum[:12])+".vp8")
		kept, err := os.ReadFile(path)
		if err == nil && len(kept) > 10 {
			return kept, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("kept picture: %w", err)
		}
	}
	m, err := s.draw(width, height)
	if err != nil {
		return nil, err
	}
	key, err := encodeKey(m, keyQuality)
	if err != nil || path == "" {
		return key, err
	}
	return key, keep(path, key)
}

// keep writes a file that is never seen half written.
func keep(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("keep picture: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".picture-*")
	if err != nil {
		return fmt.Errorf("keep picture: %w", err)
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("keep picture: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// movesOf is the loop of movements, shared between sites that move alike.
func (p *Painter) movesOf(s scene, size int, version byte) [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := moveKey{size: size, people: s.people(), version: version}
	if m := p.moves[k]; m != nil {
		return m
	}
	width, height := sizes[size].width, sizes[size].height
	toScene := sceneWidth / width
	m := make([][]byte, loopFrames)
	for i := range m {
		at := float64(i) / loopFrames
		m[i] = moveFrame(width, height, version, func(x, y int) motion {
			dx, dy := s.move(x*macroblock*toScene, y*macroblock*toScene, at)
			// Content that moves right is found further left.
			return motion{row: -quarters(dy, toScene), col: -quarters(dx, toScene)}
		})
	}
	if p.moves == nil {
		p.moves = map[moveKey][][]byte{}
	}
	p.moves[k] = m
	return m
}

// quarters turns scene pixels into quarters of a layer's pixel.
func quarters(v float64, toScene int) int {
	if v < 0 {
		return -round(-v * 4 / float64(toScene))
	}
	return round(v * 4 / float64(toScene))
}
