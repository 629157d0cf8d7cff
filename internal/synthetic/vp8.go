package synthetic

// This file writes VP8 inter frames that only move parts of the last key
// frame (RFC 6386): every macroblock is taken from the golden frame, which the
// key frame has set, along a motion vector of its own, and nothing is added.
// Such a frame takes a few hundred bytes at 1280×720, depends on no frame but
// the key frame, and costs no encoder: a site's picture moves fluently at a
// twentieth of the rate that key frames alone would take.

// macroblock is the side of VP8's unit of motion, in pixels.
const macroblock = 16

// motion is a motion vector in quarters of a pixel: where a macroblock's
// content is found, relative to its place.
type motion struct{ row, col int }

// boolEncoder writes bits of known probability (RFC 6386, section 7.3).
type boolEncoder struct {
	out    []byte
	low    uint32
	span   uint32
	needed int // shifts until the next byte is complete
}

func newBoolEncoder() *boolEncoder { return &boolEncoder{span: 255, needed: 24} }

// put writes one bit, which is 0 with a probability of p in 256.
func (e *boolEncoder) put(bit bool, p uint8) {
	split := 1 + (e.span-1)*uint32(p)>>8
	if bit {
		e.low += split
		e.span -= split
	} else {
		e.span = split
	}
	for e.span < 128 {
		e.span <<= 1
		e.shift()
	}
}

func (e *boolEncoder) shift() {
	if e.low&(1<<31) != 0 {
		e.carry()
	}
	e.low <<= 1
	if e.needed--; e.needed == 0 {
		e.out = append(e.out, byte(e.low>>24))
		e.low &= 1<<24 - 1
		e.needed = 8
	}
}

func (e *boolEncoder) carry() {
	i := len(e.out) - 1
	for ; e.out[i] == 255; i-- {
		e.out[i] = 0
	}
	e.out[i]++
}

// literal writes n bits of v, highest first, each equally likely.
func (e *boolEncoder) literal(v, n int) {
	for n--; n >= 0; n-- {
		e.put(v>>n&1 != 0, 128)
	}
}

func (e *boolEncoder) bytes() []byte {
	for range 32 {
		e.shift()
	}
	return e.out
}

// Probabilities of a vector's parts, rows first (RFC 6386, section 17.2):
// whether it is long, its sign, the short tree's seven, the long form's ten.
var (
	vectorProbabilities = [2][19]uint8{
		{162, 128, 225, 146, 172, 147, 214, 39, 156, 128, 129, 132, 75, 145, 178, 206, 239, 254, 254},
		{164, 128, 204, 170, 119, 235, 140, 230, 228, 128, 130, 130, 74, 148, 180, 203, 236, 254, 254},
	}
	vectorUpdates = [2][19]uint8{
		{237, 246, 253, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 250, 250, 252, 254, 254},
		{231, 243, 245, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 251, 251, 254, 254, 254},
	}
	// modeProbabilities are by the count of like neighbours (section 16.3).
	modeProbabilities = [6][4]uint8{
		{7, 1, 1, 143}, {14, 18, 14, 107}, {135, 64, 57, 68}, {60, 56, 128, 65}, {159, 134, 128, 34}, {234, 188, 128, 28},
	}
)

// Places in vectorProbabilities.
const (
	isLong     = 0
	sign       = 1
	short      = 2
	long       = 9
	longBits   = 10
	leastLong  = 8
	mostVector = 1<<longBits - 1
)

func (e *boolEncoder) vectorPart(v int, p *[19]uint8) {
	x := v
	if x < 0 {
		x = -x
	}
	if x < leastLong {
		e.put(false, p[isLong])
		e.put(x&4 != 0, p[short])
		e.put(x&2 != 0, p[short+1+3*(x>>2)])
		e.put(x&1 != 0, p[short+2+3*(x>>2)+(x>>1&1)])
	} else {
		e.put(true, p[isLong])
		for i := range 3 {
			e.put(x>>i&1 != 0, p[long+i])
		}
		for i := longBits - 1; i > 3; i-- {
			e.put(x>>i&1 != 0, p[long+i])
		}
		if x > 15 { // else the fourth bit must be set
			e.put(x>>3&1 != 0, p[long+3])
		}
	}
	if x != 0 {
		e.put(v < 0, p[sign])
	}
}

// moveFrame makes the inter frame in which macroblock (x, y) shows what the
// key frame has at vector(x, y). version is that of the key frame.
func moveFrame(width, height int, version byte, vector func(x, y int) motion) []byte {
	e := newBoolEncoder()
	e.moveHeader()
	columns, rows := (width+macroblock-1)/macroblock, (height+macroblock-1)/macroblock
	f := &motionField{columns: columns, rows: rows, vectors: make([]motion, columns*rows)}
	for y := range rows {
		for x := range columns {
			e.put(true, 1)    // no coefficients
			e.put(true, 1)    // not intra
			e.put(true, 1)    // not from the last frame
			e.put(false, 255) // from the golden one
			f.vectors[y*columns+x] = f.put(e, x, y, vector(x, y))
		}
	}
	first := e.bytes()
	tag := uint32(len(first))<<5 | 1<<4 | uint32(version)<<1 | 1 // size, shown, version, inter
	frame := []byte{byte(tag), byte(tag >> 8), byte(tag >> 16)}
	frame = append(frame, first...)
	return append(frame, newBoolEncoder().bytes()...) // the partition of coefficients: none
}

// moveHeader is the frame header (RFC 6386, section 19.2).
func (e *boolEncoder) moveHeader() {
	e.literal(0, 1)     // no segments
	e.literal(0, 1+6+3) // no loop filter
	e.literal(0, 1)     // nor adjustments of it
	e.literal(0, 2)     // one partition
	e.literal(0, 7+5)   // quantizers: nothing is quantized
	e.literal(0, 2)     // the golden and the alternate frame stay
	e.literal(0, 2+2)   // and are copied from nowhere
	e.literal(0, 2)     // no sign biases
	e.literal(0, 1)     // probabilities of this frame are forgotten
	e.literal(1, 1)     // this becomes the last frame
	for _, p := range tokenUpdateTable {
		e.put(false, p)
	}
	e.literal(1, 1)   // macroblocks say whether they have coefficients
	e.literal(1, 8)   // hardly one has
	e.literal(1, 8)   // hardly one is intra
	e.literal(1, 8)   // hardly one from the last frame
	e.literal(255, 8) // nearly all from the golden one
	e.literal(0, 2)   // intra modes' probabilities stay
	for i := range vectorUpdates {
		for _, p := range vectorUpdates[i] {
			e.put(false, p)
		}
	}
}

func clamp(v, low, high int) int { return max(low, min(high, v)) }

// motionField is the vectors of one frame as far as they are written.
type motionField struct {
	columns, rows int
	vectors       []motion
}

// put writes a macroblock's vector by what its neighbours suggest (RFC 6386,
// sections 16.3 and 18.3). It returns the vector written: one that is too far
// from the suggested one is shortened.
func (f *motionField) put(e *boolEncoder, x, y int, v motion) motion {
	best, nearest, near, count := f.suggestions(x, y)
	if v == (motion{}) {
		e.put(false, modeProbabilities[count[0]][0])
		return v
	}
	e.put(true, modeProbabilities[count[0]][0])
	if v == nearest {
		e.put(false, modeProbabilities[count[1]][1])
		return v
	}
	e.put(true, modeProbabilities[count[1]][1])
	if v == near {
		e.put(false, modeProbabilities[count[2]][2])
		return v
	}
	e.put(true, modeProbabilities[count[2]][2])
	e.put(false, modeProbabilities[0][3]) // a vector of its own, not split: no neighbour is split
	d := motion{row: clamp(v.row-best.row, -mostVector, mostVector), col: clamp(v.col-best.col, -mostVector, mostVector)}
	e.vectorPart(d.row, &vectorProbabilities[0])
	e.vectorPart(d.col, &vectorProbabilities[1])
	return motion{row: best.row + d.row, col: best.col + d.col}
}

// suggestions are the vectors that the macroblocks above, to the left and
// above left propose, and how strongly.
func (f *motionField) suggestions(x, y int) (best, nearest, near motion, count [4]int) {
	var found [4]motion
	last := 0
	for i, n := range [...]struct{ x, y, weight int }{{x, y - 1, 2}, {x - 1, y, 2}, {x - 1, y - 1, 1}} {
		if n.x < 0 || n.y < 0 {
			continue // outside counts as intra
		}
		v := f.vectors[n.y*f.columns+n.x]
		switch {
		case v == (motion{}):
			count[0] += n.weight
		case i > 0 && last > 0 && v == found[last]:
			count[last] += n.weight
		default:
			last++
			found[last] = v
			count[last] += n.weight
		}
	}
	if count[3] > 0 && found[last] == found[1] {
		count[1]++
	}
	count[3] = 0 // no neighbour is split
	if count[2] > count[1] {
		count[1], count[2] = count[2], count[1]
		found[1], found[2] = found[2], found[1]
	}
	if count[1] >= count[0] {
		found[0] = found[1]
	}
	return f.within(found[0], x, y), f.within(found[1], x, y), f.within(found[2], x, y), count
}

// within keeps a suggestion from pointing further outside the picture than one
// macroblock.
func (f *motionField) within(v motion, x, y int) motion {
	const unit = 4 * macroblock
	return motion{
		row: clamp(v.row, -(y+1)*unit, (f.rows-y)*unit),
		col: clamp(v.col, -(x+1)*unit, (f.columns-x)*unit),
	}
}
