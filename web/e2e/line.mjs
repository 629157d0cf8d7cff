// A bad network between a browser and the relay: a UDP proxy in a thread of its own, so that a busy test does not
// add to its delay. Told {loss, delay} (share lost each way, ms each way) by message; counts what it dropped.
import { createSocket } from 'node:dgram'
import { parentPort, workerData } from 'node:worker_threads'

let { relay, loss, delay } = workerData
let passed = 0
let dropped = 0
/** Towards each browser's socket, one of ours towards the relay. */
const ups = new Map()

/** Drops a packet or passes it on after the delay; of equal delays, the order stays. */
function carry(deliver, down) {
  if (Math.random() < loss) {
    if (down) dropped++
    return
  }
  if (down) passed++
  if (delay > 0) setTimeout(deliver, delay)
  else deliver()
}

const front = createSocket('udp4')
front.on('message', (data, from) => {
  const name = `${from.address}:${from.port}`
  let up = ups.get(name)
  if (!up) {
    up = createSocket('udp4')
    up.on('message', (back) => carry(() => front.send(back, from.port, from.address), true))
    up.on('error', () => undefined)
    ups.set(name, up)
  }
  const to = up
  carry(() => to.send(data, relay, '127.0.0.1'), false)
})
front.bind(0, '127.0.0.1', () => parentPort.postMessage({ port: front.address().port }))

parentPort.on('message', (m) => {
  if (m.close) {
    front.close()
    for (const up of ups.values()) up.close()
    process.exit(0)
  }
  ;({ loss, delay } = m)
  parentPort.postMessage({ passed, dropped })
  passed = 0
  dropped = 0
})
