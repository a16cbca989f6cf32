/** A back-up that fails, in whatever way, is one case with its reasons and its priority, and that case hears when it is right again. */
import { mkdir, rm, truncate, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { sourceIn, told, type Yard, yard } from '#test/peers/repositories.ts'
import { desk } from '#work/desk/contract.ts'

vi.setConfig({ testTimeout: 120_000 })
let at: Yard
beforeAll(async () => {
  at = await yard()
})
afterAll(() => at[Symbol.asyncDispose]())

const soFar = { hours: 0 }
/** A tar of `folder`, made now, as the clock of Spil has it. */
async function tarred(place: string, name: string, folder: string): Promise<string> {
  const path = join(place, name)
  expect(await told('tar', ['-cf', path, '-C', folder, '.'])).toMatchObject({ code: 0 })
  await utimes(path, at.house.clock.now(), at.house.clock.now())
  return path
}
/** What must hold of back-ups counts from now on. */
async function expectThem(): Promise<void> {
  const { organisationId } = at.bea
  const { baselineId: id } = await at.of.takeOver({ body: { organisationId } })
  const baselines = at.house.as(normsBaselines, at.bea.token)
  const version = (await baselines.baselines({ query: { organisationId } })).items.find((one) => one.id === id)?.version ?? 0
  await baselines.publishBaseline({ params: { id }, body: { version } })
}
const later = (hours: number) => {
  soFar.hours += hours
  at.house.clock.set(new Date(Date.now() + soFar.hours * 3_600_000))
}

test('too old, silently empty, of an unusual size, corrupted: one case, with priority and reasons, that hears of recovery', async () => {
  await expectThem()
  const place = join(at.root, 'tars')
  await mkdir(place)
  const [source, bare] = [await sourceIn(at.root, 'source'), join(at.root, 'bare')]
  await mkdir(bare)
  const { id: backupId, itemId, token } = await at.make({ kind: 'files', name: 'Bestanden', place })
  const deviations = async () => {
    await at.house.settle()
    return (await at.house.as(normsDeviations, at.bea.token).deviations({ query: { itemId } })).items
  }
  const open = async () => (await deviations()).filter(({ until }) => until === null).map(({ expectation }) => expectation.title)
  const cases = async () => [...new Set((await deviations()).map((one) => one.case?.number))]
  const good = async (name: string) => {
    expect(await at.manifest(token, ['files', source])).toMatchObject({ code: 0 })
    const path = await tarred(place, name, source)
    expect(await at.testNow(backupId)).toMatchObject({ state: 'good' })
    return path
  }
  for (const name of ['1.tar', '2.tar', '3.tar']) {
    await good(name)
    later(1)
  }
  expect(await open()).toEqual([])
  const recent = 'Er is een goede en recente kopie'
  const proven = 'Herstellen is in de laatste 7 dagen bewezen'

  await tarred(place, 'empty.tar', bare)
  await at.lookNow(backupId)
  expect(await open()).toEqual([recent])
  const [number = ''] = await cases()
  const work = at.house.as(desk, at.bea.token)
  const about = () => work.case({ params: { id: number } })
  const said = async () => (await about()).entries.map(({ text }) => text).join('\n\n')
  expect((await about()).case).toMatchObject({ kind: 'incident', channel: 'monitor', urgency: 'high' })
  expect((await about()).case.text).toContain('Bestanden: De nieuwste kopie is leeg')
  expect((await about()).case.proposal.reasons.length).toBeGreaterThan(0)

  // An archive whose end is gone: what was right of it is not enough.
  await rm(join(place, 'empty.tar'))
  later(1)
  const cut = await good('4.tar')
  expect(await open()).toEqual([])
  expect(await said()).toContain(`voldoet weer aan “${recent}”`)
  expect(await said()).toContain('Geen afwijking staat meer open')
  await truncate(cut, 300_000)
  await utimes(cut, at.house.clock.now(), at.house.clock.now())
  expect(await at.testNow(backupId)).toMatchObject({ state: 'wrong' })
  expect((await open()).sort()).toEqual([recent, proven])
  expect(await said()).toContain('Het bestand is afgebroken')

  await rm(cut)
  later(1)
  await good('5.tar')
  expect(await open()).toEqual([])
  // Solved is not closed: what fails again reopens it.
  await work.take({ params: { id: number }, body: { version: (await about()).case.version } })
  await work.solve({ params: { id: number }, body: { version: (await about()).case.version, done: 'Schijf vervangen', tested: 'Hersteld' } })
  later(30)
  await at.collect()
  expect(await open()).toEqual([recent])
  expect((await about()).case.state).toBe('reopened')
  expect(await said()).toContain('De nieuwste kopie is 30 uur oud; 26 mag')

  await tarred(place, '6.tar', join(source, 'docs'))
  await at.lookNow(backupId)
  expect(await open()).toEqual([recent])
  await good('7.tar')
  expect(await open()).toEqual([])
  expect(await cases()).toEqual([number])
})
