/** Devices that are ready to be handed out, photos, and signatures, for every test that hands something out. */
import { randomUUID } from 'node:crypto'
import type { App } from '#platform/room.ts'
import { changeItem, createItem } from '#record/items/items.ts'
import type { Signature } from '#work/devices/handout/signing/contract.ts'
import { spil } from './spil.ts'

/** Laptops that were prepared, by the way that preparing itself takes. */
export async function preparedLaptops(app: App, organisationId: string, count: number, name = 'Laptop'): Promise<string[]> {
  return app.asSystem(async (ctx) => {
    const ids: string[] = []
    for (let n = 1; n <= count; n++) {
      const serial = `SN-${randomUUID().slice(0, 8)}`
      const made = await createItem(ctx, organisationId, { kind: 'laptop', name: `${name} ${n}`, state: 'stock', attributes: { serial } })
      ids.push((await changeItem(ctx, made.id, { version: made.version, state: 'prepared' }, 'proven')).id)
    }
    return ids
  })
}

/** The smallest picture that is one: grey, one pixel. */
export const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==',
  'base64',
)
/** Two strokes. */
export const scribble: Signature = {
  by: 'hand',
  strokes: [
    [
      [10, 300],
      [200, 100],
      [400, 320],
      [600, 90],
    ],
    [
      [700, 200],
      [900, 210],
    ],
  ],
}

/** A house in which Ed hands out to Noor, at a moment of its own. */
export async function handingOut() {
  const house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  const lead = await house.member('lead', { name: 'Els Leider' })
  const engineer = await house.member('engineer', { name: 'Ed Uitgever' })
  const noor = await house.member('reporter', { name: 'Noor Şahin-Wałęsa' })
  return { house, lead, engineer, noor, organisationId: lead.organisationId }
}
