/** The keys travel apart from the back-up: who finds the one without the other can open nothing that was sealed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { secrets } from '../secrets.ts'

const Keys = z.object({ mark: z.string(), files: z.record(z.string().regex(/^[\w.-]+$/), z.base64()) })

export const keyFolder = (data: string) => join(data, 'keys')

/** Tells keys apart without giving anything away; undefined when the folder has no key yet (and none is made). */
export async function markOf(folder: string): Promise<string | undefined> {
  if (!existsSync(join(folder, 'spil.key'))) return undefined
  return (await secrets(folder)).sign('backup', 'the keys of this installation')
}

/** Writes the keys to a file of their own, readable by its owner only. */
export async function writeKeys(folder: string, file: string): Promise<void> {
  const mark = await markOf(folder)
  const files = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]))
  writeFileSync(file, `${JSON.stringify({ mark, files })}\n`, { mode: 0o600, flush: true })
}

/** Lays the keys of `file` out in `folder` when they are the ones asked for. */
export function readKeys(file: string, mark: string, folder: string): boolean {
  if (!existsSync(file)) return false
  const keys = Keys.parse(JSON.parse(readFileSync(file, 'utf8')))
  if (keys.mark !== mark) return false
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [name, content] of Object.entries(keys.files))
    writeFileSync(join(folder, name), Buffer.from(content, 'base64'), { mode: 0o600, flush: true })
  return true
}
