/** Steps in the life of a device that are proven or told: wiping, disposal, loss, finding, repair. Handing out and taking back: ../handout. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Day, ItemRef } from '#record/items/contract.ts'

/** NIST SP 800-88 Rev. 2, media sanitization: clear, purge (cryptographic erase is one way to do that), destroy. */
export const wipeMethods = ['clear', 'purge', 'cryptographicErase', 'destroy'] as const
export const disposalWays = ['recycled', 'sold', 'donated', 'supplier', 'destroyed', 'writtenOff'] as const
export const steps = ['wiped', 'disposed', 'lost', 'found', 'repaired', 'takenIn'] as const
const Note = prose(4000).default('')

export const Wiped = z.object({ method: z.enum(wipeMethods), tool: line(200).describe('Program with its version, or who destroyed it'), note: Note })
export const Disposed = z.object({
  how: z.enum(disposalWays).describe('writtenOff: it was lost, and will not come back'),
  party: line(200).describe('Who took it'),
  note: Note,
})
export const Lost = z.object({
  stolen: z.boolean(),
  since: Day.describe('The day it was missed'),
  place: line(200).or(z.literal('')).default(''),
  circumstances: prose(4000).default(''),
  report: line(100).or(z.literal('')).default('').describe('Number of the report to the police'),
})
export const Found = z.object({ place: line(200), note: Note })
export const Repaired = z.object({
  done: line(500),
  by: line(200).or(z.literal('')).default('').describe('Who repaired it, when that was a supplier'),
})

export const TakenIn = z.object({ condition: prose(1000).default('').describe('How it is'), note: Note })

export const Evidence = z.object({
  id: Id,
  name: z.string(),
  type: z.string(),
  size: z.number().describe('Bytes'),
  sha256: z.string(),
  at: Instant,
})
export type Evidence = z.infer<typeof Evidence>
const common = {
  id: Id,
  at: Instant,
  by: z.object({ id: Id, name: z.string() }).nullable().describe('null: nobody told it; it was moved there'),
  case: z.string().nullable().describe('Number of the case it became, for who may read that'),
  evidence: z.array(Evidence),
}
export const StepTaken = z.discriminatedUnion('what', [
  z.object({ ...common, what: z.literal('wiped'), told: Wiped }),
  z.object({ ...common, what: z.literal('disposed'), told: Disposed }),
  z.object({ ...common, what: z.literal('lost'), told: Lost }),
  z.object({ ...common, what: z.literal('found'), told: Found }),
  z.object({ ...common, what: z.literal('repaired'), told: Repaired }),
  z.object({ ...common, what: z.literal('takenIn'), told: TakenIn }),
])
export type StepTaken = z.infer<typeof StepTaken>

const notFound = { 'platform.notFound': 404 } as const
const moving = { ...notFound, 'items.changed': 409, 'items.moveNotAllowed': 409, 'items.notFilledIn': 400 } as const
const proving = { ...moving, 'devices.lifecycle.noProof': 400, 'devices.lifecycle.otherProof': 409 } as const
const ofItem = z.object({ id: ItemRef })
const version = z.int().min(1).describe('Of the item, as the screen showed it')
const evidenceIds = z.array(Id).max(20).describe('Files that were added before; each proves one step')
const add = { method: 'POST', may: 'devices.work', params: ofItem, reply: StepTaken, status: 201 } as const
export const devicesLifecycle = contract({
  life: {
    method: 'GET',
    path: '/api/devices/items/{id}/life',
    may: 'devices.read',
    summary: 'Steps in the life of a device that were proven or told, newest first, and files that prove nothing yet',
    params: ofItem,
    reply: z.object({
      items: z.array(StepTaken),
      loose: z.array(Evidence),
      receipt: z.string().nullable().describe('Number of the hand-out by which somebody has it'),
    }),
    fails: notFound,
  },
  addEvidence: {
    method: 'POST',
    path: '/api/devices/items/{id}/evidence',
    may: 'devices.work',
    summary: 'Adds a file that is to prove a step: the body is the file, its name percent-encoded in the header x-file-name',
    params: ofItem,
    accepts: '*/*',
    reply: Evidence,
    status: 201,
    fails: { ...notFound, 'devices.lifecycle.emptyFile': 400, 'devices.lifecycle.tooMany': 409 },
  },
  evidence: {
    method: 'GET',
    path: '/api/devices/evidence/{id}',
    may: 'devices.read',
    summary: 'The file itself',
    params: z.object({ id: Id }),
    produces: '*/*',
    reply: z.unknown(),
    fails: notFound,
  },
  wipe: {
    ...add,
    path: '/api/devices/items/{id}/wipe',
    summary: 'The device is wiped. Refused without a log file or certificate that proves it',
    body: Wiped.extend({ version, evidenceIds }),
    fails: proving,
  },
  dispose: {
    ...add,
    path: '/api/devices/items/{id}/dispose',
    summary: 'The device is gone for good. Refused without proof: a certificate of disposal, or of what was lost the report',
    body: Disposed.extend({ version, evidenceIds }),
    fails: { ...proving, 'devices.lifecycle.writtenOff': 400 },
  },
  lose: {
    ...add,
    path: '/api/devices/items/{id}/lost',
    summary: 'The device is lost or stolen: a confidential case opens, with what is known of what was on it',
    body: Lost.extend({ version }),
    fails: moving,
  },
  find: {
    ...add,
    path: '/api/devices/items/{id}/found',
    summary: 'What was lost is back: it is taken in, and wiped before anybody gets it',
    body: Found.extend({ version }),
    fails: { ...moving, 'devices.lifecycle.notLost': 409 },
  },
  takeIn: {
    ...add,
    path: '/api/devices/items/{id}/taken-in',
    summary: 'Takes in what somebody used without a receipt, as it was registered in use; with a receipt it is taken back there',
    body: TakenIn.extend({ version }),
    fails: { ...moving, 'devices.lifecycle.byReceipt': 409 },
  },
  repair: {
    ...add,
    path: '/api/devices/items/{id}/repaired',
    summary: 'It works again: back to who uses it, else it is taken in',
    body: Repaired.extend({ version }),
    fails: { ...moving, 'devices.lifecycle.notInRepair': 409 },
  },
})
/** What was told stays beside the logbook; the files are named by their SHA-256, so that each can be proven to be the one that was given. */
export const stepTaken = event('devices.stepTaken', z.object({ stepId: Id, itemId: Id, what: z.enum(steps), sha256: z.array(z.string()) }))
