/** Items from a file: what it is taken for, what is wrong with it, all or nothing, and the way back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemHistory } from '../history/contract.ts'
import { itemRelations } from '../relations/contract.ts'
import { type Fault, itemImports, type Mapping, type WholeImport } from './contract.ts'

let house: Spil
let engineer: Member
let lead: Member
let reporter: Member
const of = (who: Member = engineer) => house.as(itemImports, who.token)
const register = (who: Member = engineer) => house.as(items, who.token)
const type = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem.type
}
async function add(file: string | Uint8Array, name = 'items.csv', who = engineer): Promise<WholeImport> {
  const raw = typeof file === 'string' ? file : Buffer.from(file)
  const { id } = await of(who).addImport(
    { query: {}, raw: raw as BodyInit },
    { headers: { 'x-file-name': encodeURIComponent(name) }, contentType: 'application/octet-stream' },
  )
  await house.settle()
  return of(who).import({ params: { id } })
}
async function check(one: WholeImport, part: Partial<Mapping> = {}, who = engineer): Promise<{ now: WholeImport; faults: Fault[] }> {
  await of(who).check({ params: { id: one.id }, body: { ...one.mapping, ...part } })
  await house.settle()
  const { items: faults } = await of(who).faults({ params: { id: one.id } })
  return { now: await of(who).import({ params: { id: one.id } }), faults }
}
async function run(one: WholeImport, who = engineer): Promise<WholeImport> {
  await of(who).run({ params: { id: one.id }, body: {} })
  await house.settle()
  return of(who).import({ params: { id: one.id } })
}
async function undo(one: WholeImport): Promise<WholeImport> {
  await of().undo({ params: { id: one.id }, body: { why: 'Verkeerd bestand' } })
  await house.settle()
  return of().import({ params: { id: one.id } })
}
const named = async (search: string) => (await register().items({ query: { search } })).items
const inShort = (faults: readonly Fault[]) => faults.map(({ row, column, weight, code }) => `${row} ${column} ${weight} ${code}`)

beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer', { name: 'Joost Bakker' })
  lead = await house.member('lead')
  reporter = await house.member('reporter', { name: 'Fatima el Idrissi' })
})
afterAll(() => house[Symbol.asyncDispose]())

describe('a spreadsheet', () => {
  test('becomes items: places in places, people by address, days and sums as people write them, and how they hang together', async () => {
    const csv = [
      'Naam;Inventarisnummer;Soort;Toestand;Locatie;Gebruikers;Eigenaar;Gekocht op;Prijs;Garantie tot;Serienummer;Geheugen;Labels;draait op;Kleur',
      'Hoofdgebouw;L-1;Locatie;In gebruik;;;;;;;;;;;',
      'Lokaal 2.14;L-2;Locatie;;Hoofdgebouw;;;;;;;;;;',
      `Laptop van Fatima;A-100;notebook;In gebruik;Hoofdgebouw / Lokaal 2.14;${reporter.email};Joost Bakker;31-03-2026;€ 1.234,50;2029-03-31;SN-1;16 GB;"uitleen, Nieuw";;rood`,
      'Rooster;;Applicatie;;;;;;;;;;;SRV-9;',
      'SRV-9;A-101;Server;;L-2;;;46112;999;;;32;;;',
    ].join('\r\n')
    const one = await add(`\ufeff${csv}`)
    expect(one).toMatchObject({ state: 'ready', format: 'csv', rows: 5, remembered: false, left: [{ column: 'Kleur', filled: 1 }] })
    expect(one.mapping.columns).toMatchObject({
      Naam: 'name',
      'Garantie tot': 'warrantyUntil',
      Geheugen: 'attributes.memory',
      'draait op': 'relations.runsOn.forward',
      Kleur: null,
    })
    const { now, faults } = await check(one)
    expect(faults).toEqual([])
    expect(now).toMatchObject({ state: 'checked', counts: { make: 5, relate: 1, errors: 0 } })
    // A dry run writes nothing.
    expect(await named('Fatima')).toEqual([])
    expect(await run(now)).toMatchObject({ state: 'done', counts: { make: 5, relate: 1 } })
    const [laptop] = await named('Laptop van Fatima')
    expect(await register().item({ params: { id: laptop?.id ?? '' } })).toMatchObject({
      ...{ code: 'A-100', kind: { key: 'laptop' }, state: { key: 'inUse' }, owner: { id: engineer.id }, users: [{ id: reporter.id }] },
      ...{ purchasedOn: '2026-03-31', price: { amount: 1234.5, currency: 'EUR' }, warrantyUntil: '2029-03-31', tags: ['nieuw', 'uitleen'] },
      place: [{ name: 'Hoofdgebouw' }, { name: 'Lokaal 2.14' }],
    })
    const [server] = await named('SRV-9')
    expect(await register().item({ params: { id: server?.id ?? '' } })).toMatchObject({
      purchasedOn: '2026-03-31',
      place: [{}, { name: 'Lokaal 2.14' }],
    })
    const { items: related } = await house.as(itemRelations, engineer.token).relations({ params: { id: server?.id ?? '' } })
    expect(related).toMatchObject([{ kind: 'runsOn', direction: 'back', other: { name: 'Rooster' } }])
    expect(await house.happened()).toEqual(
      expect.arrayContaining(['items.importing.read', 'items.importing.checked', 'items.importing.done', 'items.created']),
    )
    // The same columns again: what was chosen is known, and what is there is passed over.
    const again = await add(csv)
    expect(again.remembered).toBe(true)
    expect((await check(again)).now.counts).toMatchObject({ make: 1, skip: 4, change: 0 })
  })
})

describe('a dry run', () => {
  test('says everything that is wrong at its row and column, as a list and as a file, and does nothing then', async () => {
    await register().createItem({ body: { kind: 'pc', name: 'Er al', code: 'B-1' } })
    const csv = [
      'naam,inventarisnummer,soort,toestand,locatie,gebruiker,prijs,gekocht op,serienummer,ip-adres',
      'A,B-1,pc,,,,,,,',
      'B,B-2,tafel,,,,,,,',
      'C,B-3,pc,onbekend,Nergens,niemand@linde.example,gratis,31-02-2026,,999.1.1.1',
      ',B-4,pc,,,,,,,',
      'E,B-4,pc,in gebruik,,,,,,',
      'F,B-5,locatie,,F,,,,X1,',
    ].join('\n')
    const { now, faults } = await check(await add(csv), { existing: 'error' })
    expect(inShort(faults)).toEqual([
      '2 inventarisnummer error items.importing.there',
      '3 soort error items.importing.kind',
      '4 toestand error items.importing.state',
      '4 prijs error items.importing.money',
      '4 gekocht op error items.importing.day',
      '4 ip-adres error items.importing.ip',
      '4 locatie error items.importing.place.none',
      '4 gebruiker error items.importing.person.none',
      '5 naam error items.importing.noName',
      '6 inventarisnummer error items.importing.twiceInFile',
      '6 serienummer error items.value.required',
      '7 locatie error items.locationCircle',
      '7 serienummer warning items.importing.noAttribute',
    ])
    expect(faults[1]?.detail).toBe('“tafel” is geen soort. Kies wat het is')
    expect(now.counts).toMatchObject({ errors: 12, warnings: 1 })
    expect(await type(of().run({ params: { id: now.id }, body: {} }))).toBe('items.importing.notChecked')
    const file = String(Buffer.from((await of().faultsFile({ params: { id: now.id } })) as unknown as Uint8Array))
    expect(file).toContain('Rij;Kolom;Hoe erg;Wat\r\n2;inventarisnummer;Fout;“B-1” is er al\r\n')
    // What a word means can be said, and rows of it can be left out.
    const mended = await check(now, { existing: 'skip', kinds: { tafel: null } })
    expect(mended.now.counts).toMatchObject({ skip: 1, leftOut: 1 })
  })
})

describe('what is there already', () => {
  test('one item named by its code in one row and by its serial number in another is said to stand twice', async () => {
    await register().createItem({ body: { kind: 'pc', name: 'Twee namen', code: 'D-1', attributes: { serial: 'SN-D1' } } })
    const { faults } = await check(await add('Name,Asset tag,Serial\nEen,D-1,\nTwee,,sn-d1'), { existing: 'update', kind: 'pc' })
    expect(inShort(faults)).toEqual(['3 Serial error items.importing.twiceInFile'])
  })
  test('a step that cannot come to its end says so, and can be begun again', async () => {
    const one = await add('Name\nEen')
    const { hash } = (await house.app.pools.owner.query<{ hash: string }>('select hash from item_import where id = $1', [one.id])).rows[0] ?? {
      hash: '',
    }
    const point = (to: string) => house.app.pools.owner.query('update item_import set hash = $2 where id = $1', [one.id, to])
    await point('0'.repeat(64))
    expect((await check(one, { kind: 'pc' })).now).toMatchObject({ state: 'ready', why: expect.stringMatching(/^Dit lukte niet/) })
    await point(hash)
    expect((await check(one, { kind: 'pc' })).now).toMatchObject({ state: 'checked', why: null })
  })
  test('who uses a device that is in use by handing out is not changed by a file', async () => {
    const { id } = await register().createItem({
      body: { kind: 'laptop', name: 'In gebruik', code: 'H-1', state: 'inUse', attributes: { serial: 'H1' } },
    })
    const csv = `Name,Asset tag,Type,Users\nIn gebruik,H-1,laptop,${reporter.email}`
    const { faults } = await check(await add(csv), { existing: 'update', kind: 'laptop' })
    expect(inShort(faults)).toEqual([expect.stringContaining('error items.usersProven')])
    expect((await register().item({ params: { id } })).users).toEqual([])
  })
  test('is changed by code or serial number: only what is filled in, with history', async () => {
    const make = (body: object) => register().createItem({ body: { kind: 'pc', state: 'ordered', name: 'Oud', ...body } })
    const [byCode, bySerial, same] = [
      await make({ code: 'C-1', supplier: 'Dell' }),
      await make({ attributes: { serial: 'SN-77' } }),
      await make({ code: 'C-3' }),
    ]
    const csv = 'Name,Asset tag,Serial,Type,Status\nNew,c-1,,pc,\nNewer,C-2,sn-77,laptop,Stock\nOud,C-3,,,\nNeu,C-4,N/A,pc,'
    const { now, faults } = await check(await add(csv), { existing: 'update', kind: 'pc' })
    expect(inShort(faults)).toEqual(['3 Type warning items.importing.kindStays'])
    expect(now.counts).toMatchObject({ make: 1, change: 2, same: 1 })
    const done = await run(now)
    expect(done.counts).toMatchObject({ make: 1, change: 2, same: 1 })
    expect(await register().item({ params: { id: byCode.id } })).toMatchObject({ name: 'New', code: 'c-1', supplier: 'Dell', version: 2 })
    expect(await register().item({ params: { id: bySerial.id } })).toMatchObject({
      name: 'Newer',
      code: 'C-2',
      kind: { key: 'pc' },
      state: { key: 'stock' },
    })
    expect(await register().item({ params: { id: same.id } })).toMatchObject({ version: 1 })
    const { items: history } = await house.as(itemHistory, engineer.token).history({ params: { id: byCode.id } })
    expect(history[0]).toMatchObject({ why: 'Import van items.csv', by: { id: engineer.id } })
    // What was changed goes back, unless it was changed since.
    await register().changeItem({ params: { id: bySerial.id }, body: { version: 2, note: 'Kras' } })
    const undone = await undo(done)
    expect(undone).toMatchObject({ state: 'undone', undone: { by: { id: engineer.id }, why: 'Verkeerd bestand' }, counts: { stays: 1 } })
    expect(await register().item({ params: { id: byCode.id } })).toMatchObject({ name: 'Oud', code: 'C-1', version: 3 })
    expect(await register().item({ params: { id: bySerial.id } })).toMatchObject({ name: 'Newer', note: 'Kras' })
    const { items: stays } = await of().faults({ params: { id: done.id }, query: { weight: 'stays' } })
    expect(inShort(stays)).toEqual(['3 null stays items.importing.stays.changed'])
    expect(await named('Neu')).toEqual([])
    expect(await type(of().undo({ params: { id: done.id }, body: {} }))).toBe('items.importing.notDone')
  })
})

describe('undoing', () => {
  test('removes what it made, but not what is used now, nor the places around that', async () => {
    const csv =
      'naam,code,soort,locatie,hangt af van\nGebouw U,U-1,locatie,,\nKamer U,U-2,locatie,Gebouw U,\nPlaats U,U-3,locatie,,\nPrinter U,U-4,printer,Kamer U,\nServer U,U-5,server,,Printer U'
    const done = await run((await check(await add(csv))).now)
    expect(done.counts).toMatchObject({ make: 5, relate: 1 })
    const [printer] = await named('Printer U')
    const [server] = await named('Server U')
    // Something else hangs on the printer.
    const other = await register().createItem({ body: { kind: 'service', name: 'Afdrukken' } })
    await house.as(itemRelations, lead.token).relate({ params: { id: other.id }, body: { kind: 'dependsOn', other: printer?.id ?? '' } })
    const undone = await undo(done)
    expect(undone.counts.stays).toBe(3)
    const { items: stays } = await of().faults({ params: { id: done.id }, query: { weight: 'stays' } })
    expect(inShort(stays)).toEqual([
      '2 null stays items.importing.stays.around',
      '3 null stays items.importing.stays.around',
      '5 null stays items.importing.stays.used',
    ])
    expect((await named('U')).map(({ name }) => name).sort()).toEqual(['Gebouw U', 'Kamer U', 'Printer U'])
    expect(await type(register().item({ params: { id: server?.id ?? '' } }))).toBe('platform.notFound')
    expect((await house.happened()).filter((name) => name === 'items.removed').length).toBeGreaterThanOrEqual(2)
    expect(await house.happened()).toContain('items.importing.undone')
  })
})

describe('two at once', () => {
  test('the second sees what the first made as errors at its rows, and makes nothing', async () => {
    const csv = (more: string) => `naam,inventarisnummer,soort\nEen ${more},T-1,pc\nTwee ${more},T-2,pc\nDrie ${more},T-${more},pc`
    const [first, second] = [await add(csv('a')), await add(csv('b'), 'b.csv', lead)]
    const [a, b] = [await check(first, { existing: 'error' }), await check(second, { existing: 'error' }, lead)]
    expect([a.now.counts.errors, b.now.counts.errors]).toEqual([0, 0])
    await Promise.all([of().run({ params: { id: a.now.id }, body: {} }), of(lead).run({ params: { id: b.now.id }, body: {} })])
    await house.settle()
    const both = await Promise.all([a, b].map(({ now }) => of().import({ params: { id: now.id } })))
    expect(both.map(({ state }) => state).sort()).toEqual(['checked', 'done'])
    const refused = both.find(({ state }) => state === 'checked')
    const { items: faults } = await of().faults({ params: { id: refused?.id ?? '' } })
    expect(inShort(faults)).toEqual(['2 inventarisnummer error items.importing.there', '3 inventarisnummer error items.importing.there'])
    expect((await register().items({ query: { search: 'Drie' } })).items).toHaveLength(1)
  })
  test('one that is stopped leaves nothing, and can be begun again', async () => {
    const { now } = await check(await add('naam,soort\nGestopt,pc'))
    await of().run({ params: { id: now.id }, body: {} })
    expect(await type(of().run({ params: { id: now.id }, body: {} }))).toBe('items.importing.busy')
    expect((await of().stop({ params: { id: now.id } })).state).toBe('ready')
    await house.settle()
    expect(await named('Gestopt')).toEqual([])
    expect((await run((await check(now)).now)).state).toBe('done')
    expect(await type(of().stop({ params: { id: now.id } }))).toBe('items.importing.notBusy')
  })
})

describe('who may', () => {
  test('engineers of the organisation; not readers, and not those of another organisation', async () => {
    const one = await add('naam\nx')
    const auditor = await house.member('auditor')
    expect(await type(of(auditor).import({ params: { id: one.id } }))).toBe('platform.notAllowed')
    expect(await type(of(reporter).imports())).toBe('platform.notAllowed')
    const administrator = await house.administrator()
    const { id: elsewhere } = await house
      .as(directory, administrator.token)
      .createOrganisation({ body: { name: 'Elders', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const stranger = await house.member('engineer', { organisationId: elsewhere })
    for (const call of ['import', 'stop', 'faults', 'faultsFile'] as const)
      expect(await type(of(stranger)[call]({ params: { id: one.id } })), call).toBe('platform.notFound')
    expect(await type(of(stranger).check({ params: { id: one.id }, body: one.mapping }))).toBe('platform.notFound')
    expect((await of(stranger).imports()).items).toEqual([])
    const raw = 'naam\nx'
    expect(await type(of(stranger).addImport({ query: { organisationId: engineer.organisationId }, raw }))).toBe('items.noOrganisation')
    // A code of theirs is no conflict with one of ours.
    await register().createItem({ body: { kind: 'pc', name: 'Van ons', code: 'ZZ-1' } })
    const { now } = await check(await add('naam,code,soort\nVan hen,ZZ-1,pc', 'x.csv', stranger), { existing: 'error' }, stranger)
    expect(now.counts).toMatchObject({ make: 1, errors: 0 })
    expect((await run(now, stranger)).state).toBe('done')
  })
})
