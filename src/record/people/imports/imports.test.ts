/** The story of a file with people: a dry run, every error at its row, nothing half done, and the second time nothing. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { people } from '../contract.ts'
import { directory } from '../directory/contract.ts'
import { imports } from './contract.ts'

let house: Spil
let bea: Member
beforeAll(async () => {
  house = await spil()
  bea = await house.administrator()
  const body = { organisationId: bea.organisationId, name: 'Servicedesk' }
  await house.as(directory, bea.token).createTeam({ body })
  await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wïlg', locale: 'en', timeZone: 'Europe/Amsterdam' } })
})
afterAll(() => house[Symbol.asyncDispose]())

const run = (csv: string, given: { dryRun?: boolean; invite?: boolean; token?: string; organisationId?: string } = {}) => {
  const { token = bea.token, organisationId = bea.organisationId, dryRun = false, invite = false } = given
  return house.as(imports, token).importPeople({ body: { csv, organisationId, dryRun, invite } })
}
const count = async (table: string) => (await house.app.pools.owner.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n

const good = `\uFEFFnaam;e-mail;organisatie;rol;team;taal\r
"Ouali; Mo";Mo@linde.example;;melder;;nl\r
Eva Mol;eva@linde.example;Lindecollege;Behandelaar|lead;servicedesk;\r
\r
Wim Wilg;wim@wilg.example;de wilg;;;en\r
`

describe('a file from a spreadsheet', () => {
  test('a dry run says what would happen, and nothing did', async () => {
    const before = await Promise.all(['person', 'membership', 'event'].map(count))
    expect(await run(good, { dryRun: true })).toEqual({ rows: 3, created: 3, updated: 0, errors: [] })
    expect(await Promise.all(['person', 'membership', 'event'].map(count))).toEqual(before)
  })
  test('the real run does exactly that, and who is new is invited', async () => {
    expect(await run(good, { invite: true })).toEqual({ rows: 3, created: 3, updated: 0, errors: [] })
    const { items } = await house.as(people, bea.token).persons({ query: { search: 'eva@' } })
    expect(items[0]).toMatchObject({ name: 'Eva Mol', locale: 'nl', roles: [{ role: 'engineer' }, { role: 'lead' }] })
    expect(items[0]?.teamIds).toHaveLength(1)
    expect((await house.as(people, bea.token).persons({ query: { search: 'wim' } })).items[0]).toMatchObject({
      locale: 'en',
      roles: [{ role: 'reporter' }],
    })
    expect(await count('outgoing_mail')).toBe(3)
    expect((await house.happened()).at(-1)).toBe('people.imported')
  })
  test('the second time nothing changes; a new name and a new role do', async () => {
    expect(await run(good)).toEqual({ rows: 3, created: 0, updated: 0, errors: [] })
    const changed = 'name,email,role\nEva Mol-Vos,EVA@linde.example,auditor\nMo Ouali,mo@linde.example,\n'
    expect(await run(changed)).toEqual({ rows: 2, created: 0, updated: 2, errors: [] })
    const { items } = await house.as(people, bea.token).persons({ query: { search: 'eva@' } })
    expect(items[0]).toMatchObject({ name: 'Eva Mol-Vos', roles: [{ role: 'auditor' }, { role: 'engineer' }, { role: 'lead' }] })
  })
})

describe('what is wrong', () => {
  test('every error at its row and column, and nobody is made', async () => {
    const before = await count('person')
    const csv = `name,email,organisation,role,team,locale
Goed,goed@linde.example,,,,
,leeg@linde.example,,,,
Geen Adres,geen-adres,,,,
Elders,elders@linde.example,Bestaat Niet,,,
Rol,rol@linde.example,,koning,,
Team,team@linde.example,,,Onbekend,
Taal,taal@linde.example,,,,fr
Goed Anders,goed@linde.example,,,,
`
    const outcome = await run(csv)
    expect(outcome).toMatchObject({ rows: 8, created: 0, updated: 0 })
    expect(outcome.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'name', 'people.import.required'],
      [4, 'email', 'people.import.email'],
      [5, 'organisation', 'people.import.organisation'],
      [6, 'role', 'people.import.role'],
      [7, 'team', 'people.import.team'],
      [8, 'locale', 'people.import.locale'],
      [9, 'email', 'people.import.twice'],
    ])
    expect(outcome.errors[1]?.detail).toBe('“geen-adres” is geen e-mailadres')
    expect(await count('person')).toBe(before)
  })
  test.each([
    ['', 'people.import.columnMissing'],
    ['name\nx\n', 'people.import.columnMissing'],
    ['name,email,wachtwoord\nx,x@y.example,z\n', 'people.import.columnUnknown'],
    ['name,email,email\nx,x@y.example,z\n', 'people.import.columnTwice'],
  ])('%j', async (csv, code) => {
    expect((await run(csv)).errors.map((one) => one.code)).toContain(code)
  })
  test.each([
    ['an open quote', 'name,email\n"x,y'],
    ['too many rows', `name,email\n${'x,x@y.example\n'.repeat(2_001)}`],
    ['a cell without end', `name,email\n${'x'.repeat(30_000)},x@y.example`],
  ])('%s is refused whole', async (_what, csv) => {
    await expect(run(csv)).rejects.toMatchObject({ problem: { status: 400 } })
  })
  test('hostile cells are text', async () => {
    const csv = `name,email\n"<img src=x onerror=alert(1)>",xss@linde.example\n"Robert'); drop table person;--",bobby@linde.example\n=1+1,formule@linde.example\n`
    expect(await run(csv)).toMatchObject({ created: 3, errors: [] })
    expect((await house.as(people, bea.token).persons({ query: { search: 'drop table' } })).items).toHaveLength(1)
  })
})

test('whatever is in the file, the answer is an outcome or a refusal in words', async () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('name', 'email', 'a@b.example', 'Lindecollege', '"', ';', '\t', '\u0000', '\ud800', '=cmd()'))
  const file = fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 6 }).map((rows) => rows.map((row) => row.join(',')).join('\n'))
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        file,
        file.map((text) => `name,email\n${text}`),
      ),
      async (csv) => {
        const refused = await run(csv, { dryRun: true }).then(
          () => undefined,
          (error: { problem: { status: number } }) => error.problem.status,
        )
        expect([undefined, 400]).toContain(refused)
      },
    ),
    { numRuns: 60 },
  )
})

test('an administrator of a customer brings in nobody elsewhere, and renames nobody of elsewhere', async () => {
  const { items } = await house.as(people, bea.token).organisations()
  const wilg = items.find((one) => !one.own)?.id ?? ''
  const els = await house.member(['administrator'], { organisationId: wilg })
  const at = { token: els.token, organisationId: wilg }
  const foreign = await run('name,email\nAnders,eva@linde.example\nNieuw,nieuw@wilg.example\n', at)
  expect(foreign).toMatchObject({ created: 0, errors: [{ row: 2, code: 'people.import.foreign' }] })
  expect((await run('name,email,organisation\nX,x@wilg.example,Lindecollege\n', at)).errors).toMatchObject([{ code: 'people.import.organisation' }])
  await expect(run(good, { token: els.token })).rejects.toMatchObject({ problem: { type: 'platform.notFound' } })
})
