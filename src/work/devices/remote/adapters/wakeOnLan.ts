/** Sends magic packets (Wake-on-LAN over UDP). Nothing answers: that it was sent is all there is to know. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** Null when each packet went to at least one of the addresses; else what went wrong. */
export async function sendPackets(packets: readonly Uint8Array[], addresses: readonly string[], port: number): Promise<string | null> {
  const socket = createSocket('udp4')
  // Errors are those of each packet; one of the socket itself must not end the program.
  socket.on('error', () => undefined)
  const send = (packet: Uint8Array, address: string) =>
    new Promise<string | null>((resolve) => socket.send(packet, port, address, (error) => resolve(error ? error.message : null)))
  try {
    socket.bind(0)
    await once(socket, 'listening')
    socket.setBroadcast(true)
    for (const packet of packets) {
      const wrong = await Promise.all(addresses.map((address) => send(packet, address)))
      if (wrong.every((one) => one !== null)) return wrong[0] ?? 'no address'
    }
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    socket.close()
  }
}
