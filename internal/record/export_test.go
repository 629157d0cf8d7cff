package record

// Opus takes a packet apart and puts it together again.
func Opus(p []byte, delimits bool) (again []byte, frames [][]byte, err error) {
	k, frames, err := opusFrames(p)
	if err != nil {
		return nil, nil, err
	}
	return appendPacket(nil, k, frames, delimits), frames, nil
}

// Settle waits until all that was written so far has been taken.
func (r *Recorder) Settle() {
	done := make(chan struct{})
	r.do(func() { close(done) })
	<-done
}
