package record

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// cue is a place to which a player can go: the first key frame in a cluster, or
// sound where there is no picture.
type cue struct {
	at      int64 // ms
	cluster int64 // where it stands in the file
	track   int   // 0: nothing to begin with was seen
}

// see takes note of a block of the cluster.
func (c *cue) see(track int, ms int64, key bool) {
	if key && (c.track == 0 || c.track != trackPicture && track == trackPicture) {
		c.at, c.track = ms, track
	}
}

// index is what is known of a recording once it is whole.
type index struct {
	segment int64 // where the segment's body begins
	info    part
	tracks  part
	chapter part
	cues    []cue
	end     int64 // of the last whole cluster
	last    int64 // ms of the last block
}

// cuesApart is how far apart places are that hold sound alone, in ms.
const cuesApart = 5000

// add notes what a cluster can be begun with.
func (x *index) add(c cue) {
	if c.track == 0 {
		return
	}
	if n := len(x.cues); c.track != trackPicture && n > 0 && c.at-x.cues[n-1].at < cuesApart {
		return
	}
	x.cues = append(x.cues, c)
}

// places are the cues of one track: the picture's, or, where there is none,
// the sound's.
func (x *index) places() (of []cue) {
	track := trackSound
	for _, c := range x.cues {
		if c.track == trackPicture {
			track = trackPicture
			break
		}
	}
	for _, c := range x.cues {
		if c.track == track || track == trackSound {
			c.track = track
			of = append(of, c)
		}
	}
	return of
}

// finish writes behind the clusters where key frames are, then in the opening
// how long the recording lasts and where everything is. Until the last write
// the file stays one that is being recorded; it can be finished again.
func (x *index) finish(f File) error {
	var points [][]byte
	for _, c := range x.places() {
		points = append(points, element(idCuePoint, unsigned(0xB3, uint64(c.at)),
			element(0xB7, unsigned(0xF7, uint64(c.track)), unsigned(0xF1, uint64(c.cluster-x.segment)))))
	}
	end := x.end
	if len(points) > 0 {
		cues := element(idCues, points...)
		if _, err := f.WriteAt(cues, end); err != nil {
			return fmt.Errorf("write cues: %w", err)
		}
		end += int64(len(cues))
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write cues: %w", err)
	}
	seeks := [][]byte{x.seek(idInfo, x.info.at), x.seek(idTracks, x.tracks.at)}
	if x.chapter.at != 0 {
		seeks = append(seeks, x.seek(idChapters, x.chapter.at))
	}
	if len(points) > 0 {
		seeks = append(seeks, x.seek(idCues, x.end+12))
	}
	head := element(idSeekHead, seeks...)
	for _, w := range []struct {
		at   int64
		what []byte
	}{
		{x.info.at, float(idDuration, float64(x.last))},
		{x.segment, append(head, void(seekRoom-len(head))...)},
		{x.segment - 8, header(idSegment, uint64(end-x.segment))[4:]},
	} {
		if _, err := f.WriteAt(w.what, w.at); err != nil {
			return fmt.Errorf("finish a recording: %w", err)
		}
	}
	return nil
}

// seek names the place of an element whose body is at an offset.
func (x *index) seek(id uint32, body int64) []byte {
	return element(idSeek, element(0x53AB, header(id, 0)[:4]), unsigned(0x53AC, uint64(body-12-x.segment)))
}

// ErrNotOurs is a file that no Recorder has begun.
var ErrNotOurs = errors.New("not a recording of this program")

// head reads the opening up to the first cluster.
func head(f io.ReaderAt) (x index, open bool, err error) {
	ebml, err := partAt(f, 0)
	if err != nil || ebml.id != idEBML || ebml.size < 0 {
		return x, false, ErrNotOurs
	}
	segment, err := partAt(f, ebml.end())
	if err != nil || segment.id != idSegment {
		return x, false, ErrNotOurs
	}
	x.segment = segment.at
	for at := x.segment; ; {
		p, err := partAt(f, at)
		if err != nil || p.size < 0 || p.id == idCluster || p.id == idCues {
			x.end = at
			break
		}
		switch p.id {
		case idInfo:
			x.info = p
		case idTracks:
			x.tracks = p
		case idChapters:
			x.chapter = p
		}
		at = p.end()
	}
	if x.info.at == 0 || x.tracks.at == 0 {
		return x, false, ErrNotOurs
	}
	return x, segment.size < 0, nil
}

// Unfinished tells whether a recording's file has not been closed: it is still
// being recorded, or its recorder died. It reads no more than the opening.
func Unfinished(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("look at a recording: %w", err)
	}
	_, open, err := head(f)
	return open, errors.Join(err, f.Close())
}

// Repair finishes a recording whose recorder died: what was not written whole
// is cut off, and the rest can be sought in as if it had been closed. It tells
// whether there was anything to do. The file's time of modification stays: it
// says when the recording ended. A file that is still being recorded must not be
// repaired.
func Repair(path string) (repaired bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false, fmt.Errorf("repair a recording: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	x, open, err := head(f)
	if err != nil || !open {
		return false, err
	}
	info, err := f.Stat()
	if err != nil {
		return false, fmt.Errorf("repair a recording: %w", err)
	}
	defer func() { _ = os.Chtimes(path, time.Time{}, info.ModTime()) }() // some file systems refuse it: then it ended now
	if err := x.scan(f); err != nil {
		return false, fmt.Errorf("repair a recording: %w", err)
	}
	if err := f.Truncate(x.end); err != nil {
		return false, fmt.Errorf("repair a recording: %w", err)
	}
	return true, x.finish(f)
}

// scan reads all clusters to the last whole one.
func (x *index) scan(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var body []byte
	for {
		p, err := partAt(f, x.end)
		if err != nil || p.id != idCluster || p.size < 0 || p.end() > info.Size() {
			return nil //nolint:nilerr // what is cut off ends it
		}
		if int64(cap(body)) < p.size {
			body = make([]byte, p.size)
		}
		if _, err := f.ReadAt(body[:p.size], p.at); err != nil {
			return err
		}
		x.cluster(body[:p.size], x.end)
		x.end = p.end()
	}
}

// cluster notes what a whole cluster holds.
func (x *index) cluster(body []byte, at int64) {
	var base int64
	begins := cue{cluster: at}
	inside(body, func(id uint32, b []byte) {
		switch {
		case id == idTimestamp:
			base = int64(number(b))
		case id == idSimpleBlock && len(b) >= 4:
			ms := base + int64(int16(uint16(b[1])<<8|uint16(b[2])))
			x.last = max(x.last, ms)
			begins.see(int(b[0]&0x7f), ms, b[3]&0x80 != 0)
		}
	})
	x.add(begins)
}

// Chapter is a stretch of a recording, to the next one.
type Chapter struct {
	At    time.Duration // from the beginning
	Title string
}

// Contents tells what is in a recording that stands in a file, be it finished
// or not: its chapters, and how long it lasts (0 while it is being recorded).
func Contents(path string) (chapters []Chapter, length time.Duration, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("read a recording: %w", err)
	}
	defer func() { _ = f.Close() }()
	x, open, err := head(f)
	if err != nil {
		return nil, 0, err
	}
	if !open {
		b := make([]byte, durationRoom)
		if _, err := f.ReadAt(b, x.info.at); err == nil {
			inside(b, func(id uint32, v []byte) {
				if id == idDuration && len(v) == 8 {
					length = time.Duration(decimal(v)) * time.Millisecond
				}
			})
		}
	}
	if x.chapter.at == 0 {
		return nil, length, nil
	}
	if x.chapter.size > chapterRoom {
		return nil, 0, ErrNotOurs
	}
	b := make([]byte, x.chapter.size)
	if _, err := f.ReadAt(b, x.chapter.at); err != nil {
		return nil, length, fmt.Errorf("read chapters: %w", err)
	}
	inside(b, func(id uint32, edition []byte) {
		if id == idEdition {
			inside(edition, func(id uint32, atom []byte) {
				if id == idChapterAtom {
					chapters = append(chapters, chapterOf(atom))
				}
			})
		}
	})
	return chapters, length, nil
}

func chapterOf(atom []byte) (c Chapter) {
	inside(atom, func(id uint32, b []byte) {
		switch id {
		case idChapterStart:
			c.At = time.Duration(number(b))
		case idChapterDisplay:
			inside(b, func(id uint32, b []byte) {
				if id == idChapterText {
					c.Title = string(b)
				}
			})
		}
	})
	return c
}
