/** Devices that are ready to be handed out, photos, and signatures, for every test that hands something out. */
import { randomUUID } from 'node:crypto'
import type { App } from '#platform/room.ts'
import { changeItem, createItem } from '#record/items/items.ts'
import type { Signature } from '#work/devices/handout/signing/contract.ts'

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
