// Package load measures what it costs to carry one programme to many watchers,
// with several engines under the same load: the relay, a Pion fan-out, LiveKit
// by plain subscription, and the limit (encryption and sending alone).
//
//	load process (one core)                 measured process (one core)
//	publishers ── plain RTP or WebRTC ──▶   engine
//	watchers   ◀── ICE, DTLS, SRTP ──────   engine
//	           ◀── CPU, memory, acts ───▶   engine
//
// Watchers are endpoints on 127.0.0.0/8 that share a few sockets: each has its
// own address, ICE and DTLS association and SRTP keys, and reports reception
// once a second. All count losses by sequence number; one in sixteen decrypts
// everything; around a change of floor all do.
//
// It measures on Linux only, and says nothing of networks: everything runs on
// one machine.
package load
