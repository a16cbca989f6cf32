import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { spil } from '#test/spil.ts'

test('so many connections are held at once, and of more the newest is closed', async () => {
  await using house = await spil({ setUp: false, env: { SPIL_MAX_CONNECTIONS: '10' } })
  await house.server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = house.server.server.address() as AddressInfo
  const sockets: Socket[] = []
  for (let made = 0; made < 13; made++) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    await once(socket, 'connect')
    sockets.push(socket)
  }
  await expect.poll(() => sockets.map(({ closed }) => closed)).toEqual([...Array(10).fill(false), ...Array(3).fill(true)])
  for (const socket of sockets) socket.destroy()
  await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
})
