/** Commands of the logbook: prove it, take a copy that proves itself. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { App, Command } from '../room.ts'
import { exportLogbook, fingerprint, verifyExport } from './export.ts'
import { headKey } from './leaf.ts'
import type { Verdict } from './verdict.ts'
import { verify } from './verify.ts'

const verifyCommand: Command = {
  name: 'verify',
  summary: '[--export FILE [--key PUBLIC.pem]]: prove that the logbook was not changed, or name the first wrong row',
  run: async (args, app) => (await checkExport(args)) ?? tell(await verify(app), fingerprintOf(app)),
}

const exportCommand: Command = {
  name: 'export',
  summary: 'FILE: write the logbook as JSON lines that can be verified anywhere',
  async run([path], app) {
    if (path === undefined) return refuse('Say where to: spil export FILE')
    const size = await exportLogbook(app, path)
    console.log(`${size} events written to ${path}\nKey ${fingerprintOf(app)}`)
    return 0
  },
}

export const platformCommands: readonly Command[] = [verifyCommand, exportCommand]

/** `verify --export FILE` needs neither database nor key file, so it can run before they are opened. Undefined without `--export`. */
export async function checkExport(args: readonly string[]): Promise<number | undefined> {
  const { values } = parseArgs({ args: [...args], options: { export: { type: 'string' }, key: { type: 'string' } } })
  if (values.export === undefined) return undefined
  const key = values.key === undefined ? undefined : await readFile(values.key, 'utf8')
  const { fingerprint, ...verdict } = await verifyExport(values.export, key)
  return tell(verdict, fingerprint)
}

const fingerprintOf = (app: App) => fingerprint(headKey(app.secrets).publicPem)

function tell(verdict: Verdict, key: string | null): number {
  if (!verdict.ok) {
    const { seq, eventId, about, why } = verdict.wrong
    const event = eventId === null ? '' : ` (event ${eventId}${about === null ? '' : `, about ${about}`})`
    return refuse(`The logbook is wrong at row ${seq}${event}: ${why}`)
  }
  if (verdict.warning) console.error(verdict.warning)
  console.log(`The logbook is whole: ${verdict.size} events\nRoot ${verdict.root}\nKey  ${key}`)
  return 0
}

function refuse(why: string): 1 {
  console.log(why)
  return 1
}
