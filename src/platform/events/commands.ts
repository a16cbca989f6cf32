/** Commands of the logbook: prove it, take a copy that proves itself, prove one file that it names. */
import { access, readFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { parseArgs } from 'node:util'
import type { App, Command } from '../room.ts'
import { exportLogbook, fingerprint, verifyExport } from './export.ts'
import { headKey } from './leaf.ts'
import { verifyProof } from './proof.ts'
import type { Verdict } from './verdict.ts'
import { verify } from './verify.ts'

const verifyCommand: Command = {
  name: 'verify',
  summary:
    '[--export FILE | --file FILE [--proof PROOF.json]] [--key PUBLIC.pem]: prove that the logbook was not changed, or that a file stood in it',
  run: async (args, app) => (await checkElsewhere(args)) ?? tell(await verify(app), fingerprintOf(app)),
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

const elsewhere = { export: { type: 'string' }, file: { type: 'string' }, proof: { type: 'string' }, key: { type: 'string' } } as const
/** Whether these arguments of `verify` ask for neither database nor key file. */
export const needsNothing = (args: readonly string[]): boolean => args.some((arg) => /^--(export|file|proof)(=|$)/.test(arg))

/** `verify --export FILE` and `verify --file FILE` can run before anything is opened. Undefined without one of them. */
export async function checkElsewhere(args: readonly string[]): Promise<number | undefined> {
  const { values } = parseArgs({ args: [...args], options: elsewhere })
  const key = values.key === undefined ? undefined : await readFile(values.key, 'utf8')
  if (values.file !== undefined) return tellFile(values.file, values.proof ?? (await proofBeside(values.file)), key)
  if (values.proof !== undefined) return refuse('Say which file it proves: spil verify --file FILE --proof PROOF.json')
  if (values.export === undefined) return undefined
  const { fingerprint, ...verdict } = await verifyExport(values.export, key)
  return tell(verdict, fingerprint)
}

/** As it is downloaded beside the file: U-1001.pdf has U-1001.proof.json. */
async function proofBeside(file: string): Promise<string> {
  const { dir, name, base } = parse(file)
  const [usual = '', other = ''] = [join(dir, `${name}.proof.json`), join(dir, `${base}.proof.json`)]
  return access(other).then(
    () => other,
    () => usual,
  )
}

async function tellFile(file: string, proof: string, key: string | undefined): Promise<number> {
  const verdict = await verifyProof(file, proof, key)
  if (!verdict.ok) return refuse(`The file is not proven: ${verdict.why}${verdict.fingerprint === null ? '' : `\nKey ${verdict.fingerprint}`}`)
  const { sha256, seq, event, head, fingerprint } = verdict
  console.log(`The file stood in the logbook: row ${seq}, ${event.name} about ${event.about}, ${event.at}`)
  console.log(`File ${sha256}\nHead ${head.root} of ${head.size} events, signed ${head.at}\nKey  ${fingerprint}`)
  if (key === undefined) console.log('Compare the key with the one that the installation shows, or give it with --key.')
  return 0
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
