package synthetic

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/pion/webrtc/v4/pkg/media/oggreader"
)

//go:embed sound/*.ogg
var sounds embed.FS

const voiceCount = 6

var voices = sync.OnceValues(func() ([]*Voice, error) {
	var all []*Voice
	for i := range voiceCount {
		v, err := readVoice(fmt.Sprintf("sound/voice-%d.ogg", i+1))
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
})

// VoiceOf is the voice of a site: one of six, by its number.
func VoiceOf(number int) (*Voice, error) {
	all, err := voices()
	if err != nil {
		return nil, err
	}
	return all[number%len(all)], nil
}

func readVoice(name string) (*Voice, error) {
	b, err := sounds.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("voice: %w", err)
	}
	r, _, err := oggreader.NewWith(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("voice %s: %w", name, err)
	}
	v := &Voice{}
	for {
		packet, _, err := r.ParseNextPage()
		if errors.Is(err, io.EOF) {
			return v, nil
		}
		if err != nil {
			return nil, fmt.Errorf("voice %s: %w", name, err)
		}
		if bytes.HasPrefix(packet, []byte("OpusTags")) {
			continue
		}
		v.Levels = append(v.Levels, loudness(len(v.Packets)))
		v.Packets = append(v.Packets, packet)
	}
}

// loudness is the level of the n-th packet of every voice in -dBov, by the
// formula in sound/README.md: syllables of sin², 3.5 a second, and a pause.
func loudness(n int) uint8 {
	const (
		length    = 0.02
		syllables = 3.5
		speech    = 3.142857
		loop      = 4
		full      = 0.184 // effective value of a syllable's loudest moment
		silent    = 127
	)
	t := math.Mod((float64(n)+0.5)*length, loop)
	if t >= speech {
		return silent
	}
	s := math.Sin(math.Pi * syllables * t)
	return uint8(min(-20*math.Log10(full*s*s+1e-6), silent))
}
