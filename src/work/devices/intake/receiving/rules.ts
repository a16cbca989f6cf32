/** What an agent wants, told by the beginning and the end of what it posts; and what it is answered. Pure. */

import type { Tree } from '../adapters/tree.ts'
import type { Dialect } from '../contract.ts'
import { dialectOf } from '../rules.ts'

export interface Head {
  /** Which way it is answered. */
  speaks: 'xml' | 'json'
  what: 'prolog' | 'contact' | 'inventory' | 'other'
  deviceId: string
  dialect: Dialect
}

/** The last one: content may hold the same names. */
const last = (text: string, pattern: RegExp): string => [...text.matchAll(pattern)].at(-1)?.[1]?.trim() ?? ''

/** `agent`: the User-Agent. Undefined when it is nothing that an agent posts. */
export function headOf(text: string, agent: string): Head | undefined {
  if (!/^<(\?xml|!|request)/i.test(text)) return undefined
  // Root fields stand before or after the content, never in it.
  const ends = text.length > 20_000 ? text.slice(0, 10_000) + text.slice(-10_000) : text
  const query = last(ends, /<QUERY>([A-Za-z_]{1,40})<\/QUERY>/g).toUpperCase()
  const client = last(ends, /<VERSIONCLIENT>([^<]{1,100})<\/VERSIONCLIENT>/g) || agent
  const what = query === 'PROLOG' ? 'prolog' : query === 'INVENTORY' ? 'inventory' : 'other'
  return { speaks: 'xml', what, deviceId: last(ends, /<DEVICEID>([^<]{1,400})<\/DEVICEID>/g), dialect: dialectOf(client) }
}

/** Undefined when it is none. */
export function jsonIn(text: string): Tree | undefined {
  try {
    return JSON.parse(text) as Tree
  } catch {
    return undefined
  }
}
export function headOfJson({ action, deviceid }: Tree): Head {
  const what = action === 'contact' || action === 'inventory' ? action : 'other'
  return { speaks: 'json', what, deviceId: typeof deviceid === 'string' ? deviceid.trim() : '', dialect: 'glpi' }
}

/** Agents of these programs come again with their name and key when they are asked for it (RFC 7617); anything else shows it at once or has none. */
export const answersChallenge = (agent: string): boolean => /^(fusioninventory|ocs-ng|glpi)/i.test(agent)

/** How often agents come, in hours. */
const hours = 24
export const prologReply = `<?xml version="1.0" encoding="UTF-8"?>\n<REPLY><PROLOG_FREQ>${hours}</PROLOG_FREQ><RESPONSE>SEND</RESPONSE></REPLY>\n`
export const stopReply = `<?xml version="1.0" encoding="UTF-8"?>\n<REPLY><PROLOG_FREQ>${hours}</PROLOG_FREQ><RESPONSE>STOP</RESPONSE></REPLY>\n`
export const thanksReply = '<?xml version="1.0" encoding="UTF-8"?>\n<REPLY><RESPONSE>no_account_update</RESPONSE></REPLY>\n'
const escaped = (text: string) => text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`)
export const refusalReply = (why: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<REPLY><ERROR>${escaped(why)}</ERROR></REPLY>\n`

/** The tasks that Spil has no use for are named, so that the agent does not ask about each. */
export const contactReply = JSON.stringify({
  status: 'ok',
  expiration: hours,
  tasks: { inventory: { server: 'spil', version: '1.0' } },
  disabled: ['collect', 'deploy', 'esx', 'netdiscovery', 'netinventory', 'remoteinventory', 'wakeonlan'],
})
export const okReply = JSON.stringify({ status: 'ok', expiration: hours })
/** Come and ask again in a moment, by GET with the same GLPI-Request-ID. */
export const pendingReply = JSON.stringify({ status: 'pending', expiration: '10s' })
export const errorReply = (message: string): string => JSON.stringify({ status: 'error', message, expiration: hours })

const basic = /^Basic ([\w+/=-]{1,1000})$/i
/** The key that it came with: the password of HTTP Basic whatever the name, or the first part of the path. */
export function keyIn(authorization: string | undefined, path: string): string | undefined {
  const given = basic.exec(authorization ?? '')?.[1]
  if (given !== undefined) return Buffer.from(given, 'base64').toString('utf8').split(':').slice(1).join(':')
  const first = path.split('/', 1)[0] ?? ''
  return first.startsWith(keyPrefix) ? first : undefined
}
export const keyPrefix = 'inv_'
