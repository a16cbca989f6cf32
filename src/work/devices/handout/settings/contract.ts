/** What an organisation hands devices out with. */
import * as z from 'zod'
import { contract, event, Id, line } from '#platform/contract.ts'
import { Key } from '#record/items/kinds/contract.ts'

const ofKinds = <T extends z.ZodType>(of: T) => z.array(of).max(100)
export const HandoutSettings = z.object({
  termsId: Id.nullable().default(null).describe('A written page of the documents: its published version is what receivers sign'),
  instructions: ofKinds(z.object({ kind: Key, documentIds: z.array(Id).min(1).max(20) }))
    .default([])
    .describe('What a receiver is given or told, by kind of device'),
  accessories: ofKinds(z.object({ kind: Key, names: z.array(line(100)).min(1).max(20) }))
    .default([])
    .describe('What usually goes with it, by kind of device'),
  remindAfterDays: z.int().min(1).max(90).default(3).describe('So many days unsigned: the receiver is reminded'),
  remindEveryDays: z.int().min(1).max(90).default(7).describe('And again so many days later'),
  remindAtMost: z.int().min(0).max(20).default(3).describe('So many times altogether, of what is unsigned and of what is overdue each; 0: never'),
  dueSoonDays: z.int().min(0).max(30).default(2).describe('So many days before a loan ends; 0: not'),
})
export type HandoutSettings = z.infer<typeof HandoutSettings>
export const usualHandout: HandoutSettings = HandoutSettings.parse({})

const Titled = z.object({ id: Id, title: z.string(), published: z.int().nullable() })
export const HandoutSettingsView = z.object({
  organisationId: Id,
  version: z.int().describe('0: nobody has changed them'),
  settings: HandoutSettings,
  documents: z.array(Titled).describe('Those that the settings name, as far as one may read them'),
})
export type HandoutSettingsView = z.infer<typeof HandoutSettingsView>

const notFound = { 'platform.notFound': 404 } as const
export const devicesHandoutSettings = contract({
  settings: {
    method: 'GET',
    path: '/api/devices/handout-settings',
    may: 'devices.read',
    summary: 'Terms, instructions and accessories that an organisation hands devices out with, and how it reminds',
    query: z.object({ organisationId: Id }),
    reply: HandoutSettingsView,
    fails: notFound,
  },
  changeSettings: {
    method: 'PUT',
    path: '/api/devices/handout-settings',
    may: 'devices.configure',
    summary: 'Changes them for what is handed out from now on; receipts that are there stay as they are',
    body: z.object({ organisationId: Id, version: z.int().min(0), settings: HandoutSettings }),
    reply: HandoutSettingsView,
    fails: { ...notFound, 'devices.handoutSettings.changed': 409, 'devices.handoutSettings.terms': 422, 'devices.handoutSettings.document': 422 },
  },
})
export const handoutSettingsChanged = event('devices.handoutSettingsChanged', z.object({ organisationId: Id, version: z.int() }))
