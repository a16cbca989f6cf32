import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { compile } from '#record/norms/conditions/rules.ts'
import { norms } from '#record/norms/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesRequirements } from './contract.ts'
import { shippedRequirements } from './shipped/rules.ts'

let house: Spil
let lead: Member
let engineer: Member
let key: string
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  const { organisationId } = lead
  key = (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId, name: 'Laptops' } })).key
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(devicesRequirements, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const report = async (at: string, firewall: boolean) => {
  const payload = zlib(xmlOf({ deviceId: 'lt-1', hostName: 'LT-1', serial: '5CG111', at, firewall }))
  await house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload, headers: { 'content-type': 'application/x-compress-zlib' } })
  await house.settle()
}
const laptop = async () => (await house.as(devicesIntake, lead.token).agents({ query: { search: 'lt-1' } })).items[0]?.item?.id ?? ''
const stands = async (itemId: string) =>
  Object.fromEntries(
    (await house.as(normsDeviations, engineer.token).itemStandings({ params: { id: itemId } })).items.map(({ expectation, verdict }) => [
      expectation.title,
      verdict,
    ]),
  )

describe('what comes with Spil', () => {
  test('is right, in both languages, with a remedy', async () => {
    for (const { requirements } of Object.values(shippedRequirements))
      for (const { condition, title, remedy } of requirements) {
        expect(compile(condition).wrong, condition).toEqual([])
        for (const words of [title, remedy]) expect([words.nl.length > 5, words.en.length > 5, words.nl === words.en]).toEqual([true, true, false])
      }
    const { items } = await of(lead).shipped()
    expect(items.map((one) => one.key)).toEqual(['laptop', 'shared', 'phone', 'printer', 'server'])
    expect(items[0]?.requirements[0]).toMatchObject({ attested: null, reads: expect.stringContaining('disk.encrypted') })
    // What a person attests does not grow old before its end date.
    for (const { attested, maxAge, reads } of items.flatMap(({ requirements }) => requirements)) {
      expect(attested === null, reads).toBe(maxAge !== null)
      if (attested) expect(reads).toContain(attested)
    }
  })

  test('becomes a baseline that is published, finds the firewall that was switched off, and is done when it is on again', async () => {
    const { organisationId } = lead
    const { baselineId } = await of(lead).takeOver({ params: { key: 'laptop' }, body: { organisationId } })
    const drafts = (await house.as(norms, lead.token).expectations({ query: { baselineId } })).items
    expect([drafts.length, drafts.every(({ counts }) => counts === null)]).toEqual([11, true])
    expect(await type(of(lead).takeOver({ params: { key: 'laptop' }, body: { organisationId } }))).toBe('norms.baselines.name')
    const baselines = house.as(normsBaselines, lead.token)
    const [baseline] = (await baselines.baselines({ query: { organisationId } })).items
    await baselines.publishBaseline({ params: { id: baselineId }, body: { version: baseline?.version ?? 1, note: '' } })
    await report('2026-11-26 08:00:00', false)
    const itemId = await laptop()
    expect(await stands(itemId)).toMatchObject({
      'De schijf is versleuteld': 'met',
      'De firewall staat aan': 'broken',
      'Het besturingssysteem krijgt nog updates': 'met',
      'De virusscanner is actief': 'unknown',
      'Het scherm gaat vanzelf op slot': 'unknown',
    })
    expect(
      (await house.as(normsDeviations, engineer.token).deviations({ query: { open: 'true' } })).items.map(({ expectation }) => expectation.title),
    ).toContain('De firewall staat aan')
    await report('2026-11-26 09:00:00', true)
    expect(await stands(itemId)).toMatchObject({ 'De firewall staat aan': 'met' })
  })
})

describe('what no agent tells', () => {
  test('is attested until an end date, and unknown after it', async () => {
    const params = { id: await laptop() }
    const body = { key: 'screen.locks', value: true, until: '2026-12-10', why: 'Gezien bij uitgifte' }
    expect(await type(of(engineer).attest({ params, body: { ...body, until: '2026-11-25' } }))).toBe('devices.requirements.until')
    expect(await type(of(engineer).attest({ params, body: { ...body, until: '2029-01-01' } }))).toBe('devices.requirements.until')
    const first = await of(engineer).attest({ params, body })
    expect(first).toMatchObject({ key: 'screen.locks', until: '2026-12-10', by: { name: engineer.name }, ended: null })
    await house.settle()
    expect(await stands(params.id)).toMatchObject({ 'Het scherm gaat vanzelf op slot': 'met' })
    // Another one about the same ends it.
    await of(engineer).attest({ params, body: { ...body, until: '2026-12-20' } })
    expect((await of(engineer).attestations({ params })).items.map(({ ended, until }) => [until, ended === null])).toEqual([
      ['2026-12-20', true],
      ['2026-12-10', false],
    ])
    house.clock.set(new Date('2026-12-20T22:30:00Z'))
    await house.settle()
    expect(await stands(params.id)).toMatchObject({ 'Het scherm gaat vanzelf op slot': 'met' })
    // Midnight in Amsterdam.
    house.clock.set(new Date('2026-12-20T23:01:00Z'))
    await house.settle()
    expect(await stands(params.id)).toMatchObject({ 'Het scherm gaat vanzelf op slot': 'unknown' })
    expect((await of(engineer).attestations({ params })).items[0]?.ended?.by).toBeNull()
  })
  test('and withdrawn by a person', async () => {
    const params = { id: await laptop() }
    const { id } = await of(engineer).attest({ params, body: { key: 'antivirus.active', value: true, until: '2026-12-31', why: 'Gezien' } })
    const facts = async () =>
      (await house.as(itemFacts, engineer.token).facts({ params, query: { search: 'antivirus' } })).items.map(({ key }) => key)
    expect(await facts()).toEqual(['antivirus.active'])
    expect((await of(engineer).withdraw({ params: { id } })).ended?.by?.name).toBe(engineer.name)
    expect(await facts()).toEqual([])
    expect(await type(of(engineer).withdraw({ params: { id } }))).toBe('devices.requirements.ended')
    const administrator = await house.administrator()
    const { id: elsewhere } = await house
      .as(directory, administrator.token)
      .createOrganisation({ body: { name: 'Elders', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const stranger = await house.member('lead', { organisationId: elsewhere })
    expect(await type(of(stranger).attestations({ params }))).toBe('platform.notFound')
    expect(await type(of(stranger).withdraw({ params: { id } }))).toBe('platform.notFound')
    expect(await type(of(stranger).attest({ params, body: { key: 'x', value: 1, until: '2026-12-31', why: 'x' } }))).toBe('platform.notFound')
    expect(await type(of(stranger).takeOver({ params: { key: 'server' }, body: { organisationId: lead.organisationId } }))).toBe('platform.notFound')
    expect(await type(of(lead).takeOver({ params: { key: 'constructor' }, body: { organisationId: lead.organisationId } }))).toBe('platform.notFound')
  })
})
