/** Whether a port can be connected to. */
import type { Told, WhatOf } from '../kinds/contract.ts'
import { connectTo, type Env } from './wire.ts'

export async function tcp(what: WhatOf<'tcp'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env)
  socket.destroy()
  return { why: null, values: [] }
}
