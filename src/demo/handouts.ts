/** What the school handed out: a laptop that was signed for, one that was not yet, a trolley that is lent, and one that came back without its charger. */
import type { Actor, App } from '#platform/room.ts'
import { changeDocument, createDocument, publishVersion } from '#record/documents/documents.ts'
import { changeItem, createItem } from '#record/items/items.ts'
import { devicesHandout } from '#work/devices/handout/contract.ts'
import { devicesHandoutSettings, usualHandout } from '#work/devices/handout/settings/contract.ts'
import { devicesSigning, type Signature } from '#work/devices/handout/signing/contract.ts'
import { as, at } from './acting.ts'
import type { School } from './school.ts'

const day = 86_400_000
const terms = `# Gebruik van apparaten van de school

1. Het apparaat blijft van de school.
2. Gebruik het met zorg. Laat het niet onbeheerd achter.
3. Is het kwijt, gestolen of stuk? Meld dat **dezelfde dag** bij de servicedesk.
4. Geef het terug als u weggaat, met alles wat erbij hoort.`
const signature: Signature = {
  by: 'hand',
  strokes: [
    Array.from({ length: 40 }, (_, n): [number, number] => [60 + n * 14, Math.round(210 + 110 * Math.sin(n / 2.2) * Math.cos(n / 9))]),
    Array.from({ length: 24 }, (_, n): [number, number] => [640 + n * 12, Math.round(240 - n * 4 + 30 * Math.sin(n))]),
  ],
}

interface Crew {
  engineer: Actor
  lead: Actor
}
/** The terms, published and read by everybody, and what usually goes with a device. */
async function settle(app: App, { lead }: Crew, organisationId: string, when: Date): Promise<void> {
  const termsId = await app.as(lead, async (own) => {
    const ctx = as(own, lead, when)
    const id = await createDocument(ctx, { organisationId, kind: 'other', title: 'Gebruik van apparaten', content: { text: terms } })
    await changeDocument(ctx, id, 1, { read: { everybody: true, teamIds: [], roles: [], personIds: [] } })
    await publishVersion(ctx, id, 1, 2)
    return id
  })
  const accessories = [
    { kind: 'laptop', names: ['Lader', 'Hoes'] },
    { kind: 'tablet', names: ['Hoes'] },
  ]
  await at(app, devicesHandoutSettings, lead, when).changeSettings({
    body: { organisationId, version: 0, settings: { ...usualHandout, termsId, accessories } },
  })
}
/** Devices that were prepared, by name and serial number. */
function ready(app: App, { engineer }: Crew, organisationId: string, when: Date, kind: string, names: readonly string[]): Promise<string[]> {
  return app.as(engineer, async (own) => {
    const ctx = as(own, engineer, when)
    const ids: string[] = []
    for (const name of names) {
      const made = await createItem(ctx, organisationId, {
        kind,
        name,
        code: name,
        state: 'stock',
        attributes: { serial: `SN${name.replace(/\W/g, '')}` },
      })
      ids.push((await changeItem(ctx, made.id, { version: made.version, state: 'prepared' }, 'proven')).id)
    }
    return ids
  })
}

export async function handedOut(app: App, crew: Crew, school: School, now: number): Promise<void> {
  const { organisationId, people } = school
  const ago = (days: number) => new Date(now - days * day)
  const somebody = (n: number) => people.filter(({ role }) => role === 'reporter')[n]?.id ?? ''
  await settle(app, crew, organisationId, ago(30))
  const laptops = await ready(app, crew, organisationId, ago(29), 'laptop', ['LT-301', 'LT-302', 'LT-303', 'LT-304', 'LT-305'])
  const tablets = await ready(app, crew, organisationId, ago(29), 'tablet', ['TAB-21', 'TAB-22', 'TAB-23', 'TAB-24', 'TAB-25', 'TAB-26'])
  const accessories = [{ name: 'Lader', serial: 'AC-65-118' }, { name: 'Hoes' }]
  const give = (days: number, receiver: number, itemIds: readonly string[], more: object = {}) =>
    at(app, devicesHandout, crew.engineer, ago(days)).handOut({
      body: {
        organisationId,
        receiverId: somebody(receiver),
        items: itemIds.map((itemId) => ({ itemId, accessories, condition: 'Als nieuw' })),
        ...more,
      },
    })
  const sign = (days: number, id: string) =>
    at(app, devicesSigning, crew.engineer, ago(days)).signHere({ params: { id }, body: { signature, declared: true } })
  const [one = '', two = '', three = ''] = laptops
  const noor = await give(20, 0, [one], { note: 'Voor thuis en op school' })
  await sign(20, noor.id)
  const back = await give(18, 3, [three])
  await sign(18, back.id)
  await at(app, devicesHandout, crew.engineer, ago(2)).takeBack({
    params: { id: back.id },
    body: { items: [{ itemId: three, condition: 'Kras op de deksel', missing: [0], note: 'De lader ligt nog thuis' }] },
  })
  const lent = await give(12, 5, tablets, { kind: 'loan', dueOn: ago(-2).toISOString().slice(0, 10), note: 'Toetsweek' })
  await sign(12, lent.id)
  await give(5, 1, [two])
}
