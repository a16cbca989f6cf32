/** A case is about items: its priority follows from what is hit, and says so; nobody sees a link to what they may not see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { items } from '../contract.ts'
import { itemImpact } from '../impact/contract.ts'
import { itemRelations } from '../relations/contract.ts'
import { itemLinking } from './contract.ts'

let house: Spil
let engineer: Member
let reporter: Member
let server: string
let application: string
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  reporter = await house.member('reporter')
  const users = await Promise.all(Array.from({ length: 12 }, () => house.member('reporter')))
  const of = house.as(items, engineer.token)
  server = (await of.createItem({ body: { kind: 'server', name: 'WEB-01', state: 'live' } })).id
  application = (
    await of.createItem({
      body: { kind: 'application', name: 'Magister', state: 'live', availability: 'critical', userIds: users.map(({ id }) => id) },
    })
  ).id
  await house.as(itemRelations, engineer.token).relate({ params: { id: application }, body: { kind: 'runsOn', other: server } })
})
afterAll(() => house[Symbol.asyncDispose]())

const body = { kind: 'incident', title: 'Traag', impact: 'person', urgency: 'normal' } as const
const of = (who: Member) => house.as(itemLinking, who.token)

describe('a case about items', () => {
  test('opened with an item: the priority counts importance and people, in words', async () => {
    const made = await house.as(desk, engineer.token).createCase({ body: { ...body, itemIds: [server] } })
    expect(made).toMatchObject({ impact: 'person', proposedPriority: 'critical', priority: 'critical' })
    expect(made.proposal.reasons).toEqual([
      '12 personen worden geraakt door Magister (WEB-01): daarom is het gevolg “Een afdeling”',
      expect.stringContaining('Hoog'),
      expect.stringContaining('Magister (WEB-01)'),
    ])
    expect((await of(engineer).caseItems({ params: { caseId: made.number } })).items).toMatchObject([{ name: 'WEB-01' }])
    expect((await of(engineer).itemCases({ params: { id: server } })).items).toMatchObject([{ number: made.number, title: 'Traag' }])
  })
  test('linked later: the proposal follows; unlinked: it goes back. The history tells it', async () => {
    const made = await house.as(desk, engineer.token).createCase({ body })
    expect(made.priority).toBe('low')
    await of(engineer).setCaseItems({ params: { caseId: made.id }, body: { itemIds: [application] } })
    const page = await house.as(desk, engineer.token).case({ params: { id: made.id } })
    expect(page.case).toMatchObject({ priority: 'critical', version: 2 })
    await of(engineer).setCaseItems({ params: { caseId: made.id }, body: { itemIds: [] } })
    expect((await house.as(desk, engineer.token).case({ params: { id: made.id } })).case.priority).toBe('low')
    const { items: told } = await house.as(desk, engineer.token).history({ params: { id: made.id } })
    expect(told.map(({ text }) => text)).toContain('De items waar de zaak over gaat zijn gewijzigd')
  })
  test('an open incident points at a cause', async () => {
    const { items: found } = await house.as(itemImpact, engineer.token).causes({ params: { id: application } })
    expect(found.find(({ name }) => name === 'WEB-01')?.signs).toEqual(['1 open melding'])
  })
  test('the reporter of a case sees of its items those they use, and links nothing they may not see', async () => {
    const mine = await house.as(desk, reporter.token).createCase({ body: { ...body, organisationId: reporter.organisationId } })
    await of(engineer).setCaseItems({ params: { caseId: mine.id }, body: { itemIds: [server, application] } })
    expect((await of(reporter).caseItems({ params: { caseId: mine.id } })).items).toEqual([])
    await expect(house.as(desk, reporter.token).createCase({ body: { ...body, itemIds: [server] } })).rejects.toMatchObject({
      problem: { type: 'items.linking.noSuchItem' },
    })
  })
})
