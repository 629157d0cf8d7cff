// Package link joins a LiveKit room as a client does: signalling, and a peer
// connection each way.
//
//	Dial ──► let in (Guest.Joined) ──► messages, tracks ──► ended (Run says why)
//
// The synthetic sites come in by it, and so does the program itself where the
// room is on a LiveKit elsewhere. What is done with the room is the guest's
// business; the link does not come back by itself.
package link
