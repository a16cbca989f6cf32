/** The room's story through HTTP: writing, publishing, reading, searching, attaching; and who may. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { bomb, docm, docx, pdf } from '#test/documents.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { type Audience, documents, nobody } from './contract.ts'

let app: Spil
let reporter: Member
let engineer: Member
let colleague: Member
let lead: Member
let client: Member
let stranger: Member
let teamId: string
beforeAll(async () => {
  app = await spil()
  const bea = await app.administrator()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  client = await app.member('client', { name: 'Hanna' })
  const elsewhere = await app.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await app.member(['engineer', 'lead'], { organisationId: elsewhere.id })
  const { organisationId } = bea
  teamId = (await app.as(directory, bea.token).createTeam({ body: { organisationId, name: 'Docenten', memberIds: [reporter.id] } })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(documents, who.token, { 'accept-language': 'nl' })
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${JSON.stringify(error)}`)
  return error.problem
}
const write = (title: string, text = 'Zet hem uit en weer aan.', who = engineer) => by(who).writePage({ body: { title, text } })
const upload = (raw: Buffer | string, name: string, contentType = 'application/octet-stream', who = engineer) =>
  by(who).addFile({ query: {}, raw: raw as BodyInit }, { contentType, headers: { 'x-file-name': encodeURIComponent(name) } })
const titles = async (who: Member, search?: string) =>
  (await by(who).documents({ query: { limit: 200, ...(search !== undefined && { search }) } })).items.map(({ title }) => title)
const meantFor = async (id: string, read: Partial<Audience>, write?: Partial<Audience>, who = engineer) => {
  const { version } = await by(who).document({ params: { id } })
  const changed = await by(who).change({
    params: { id },
    body: { version, read: { ...nobody, ...read }, ...(write && { write: { ...nobody, ...write } }) },
  })
  return changed.version
}
const publish = async (id: string, number?: number, who = engineer) => {
  const now = await by(who).document({ params: { id } })
  return by(who).publish({ params: { id, number: number ?? now.latest }, body: { version: now.version } })
}

test('a draft is for who writes; published it is for its audience, and they keep seeing that version', async () => {
  const made = await write('Wifi instellen', 'Kies **Linde** in de lijst.')
  expect(made).toMatchObject({ state: 'draft', latest: 1, mayWrite: true, form: 'page', owner: { name: 'Ilse de Boer' } })
  expect(made.shown.html).toContain('<strong>Linde</strong>')
  expect(await titles(colleague)).toContain('Wifi instellen')
  expect(await titles(reporter)).not.toContain('Wifi instellen')
  await publish(made.id)
  expect((await refused(by(reporter).document({ params: { id: made.id } }))).status).toBe(404)
  await meantFor(made.id, { everybody: true })
  const theirs = await by(reporter).document({ params: { id: made.id } })
  expect(theirs).toMatchObject({ state: 'published', mayWrite: false, read: null, write: null, shown: { number: 1 } })
  const saved = await by(colleague).saveText({ params: { id: made.id }, body: { base: 1, text: 'Kies **Esdoorn**.', note: 'Naam van het netwerk' } })
  expect(saved).toMatchObject({ latest: 2, published: 1, shown: { number: 2, note: 'Naam van het netwerk', by: { name: 'Daan Smit' } } })
  const still = await by(reporter).document({ params: { id: made.id } })
  expect(still).toMatchObject({ latest: 1, shown: { number: 1, text: 'Kies **Linde** in de lijst.' } })
  expect(still.versions.map(({ number }) => number)).toEqual([1])
  expect((await refused(by(reporter).version({ params: { id: made.id, number: 2 } }))).status).toBe(404)
  expect((await refused(by(reporter).saveText({ params: { id: made.id }, body: { base: 1, text: 'x' } }))).status).toBe(403)
  await publish(made.id, 2)
  expect((await by(reporter).document({ params: { id: made.id } })).shown.text).toBe('Kies **Esdoorn**.')
  expect((await refused(by(reporter).version({ params: { id: made.id, number: 1 } }))).status).toBe(404)
  const { version } = await by(engineer).document({ params: { id: made.id } })
  expect(await by(engineer).withdraw({ params: { id: made.id }, body: { version } })).toMatchObject({ state: 'withdrawn', published: null })
  expect((await refused(by(reporter).document({ params: { id: made.id } }))).status).toBe(404)
  expect(await app.happened()).toEqual(
    expect.arrayContaining(['documents.created', 'documents.saved', 'documents.published', 'documents.changed', 'documents.withdrawn']),
  )
})

test('audiences: a team, a role, a person; nobody of another organisation, and nobody who left', async () => {
  const [team, role, person] = [await write('Voor het team'), await write('Voor de opdrachtgever'), await write('Voor Noor')]
  for (const { id } of [team, role, person]) await publish(id)
  await meantFor(team.id, { teamIds: [teamId] })
  await meantFor(role.id, { roles: ['client'] })
  await meantFor(person.id, { personIds: [reporter.id] })
  expect((await titles(reporter)).sort()).toEqual(['Voor Noor', 'Voor het team'])
  expect(await titles(client)).toEqual(['Voor de opdrachtgever'])
  expect(await titles(stranger)).toEqual([])
  for (const { id } of [team, role, person]) expect((await refused(by(stranger).document({ params: { id } }))).status).toBe(404)
  expect((await by(engineer).documents({ query: { audience: teamId } })).items.map(({ title }) => title)).toEqual(['Voor het team'])
  expect((await by(engineer).documents({ query: { audience: 'client' } })).items.map(({ title }) => title)).toEqual(['Voor de opdrachtgever'])
  const bad = await refused(
    by(engineer).change({ params: { id: team.id }, body: { version: 3, read: { everybody: false, personIds: [stranger.id] } } }),
  )
  expect(bad.type).toBe('documents.noSuchAudience')
  await app.app.pools.owner.query('delete from membership where person_id = $1', [reporter.id])
  expect((await refused(by(reporter).document({ params: { id: person.id } }))).status).toBe(403)
  await app.app.pools.owner.query(`insert into membership (person_id, organisation_id, role, granted_at) values ($1, $2, 'reporter', now())`, [
    reporter.id,
    stranger.organisationId,
  ])
  expect(await titles(reporter)).toEqual([])
  await app.app.pools.owner.query(`insert into membership (person_id, organisation_id, role, granted_at) values ($1, $2, 'reporter', now())`, [
    reporter.id,
    reporter.organisationId,
  ])
})

test('for named writers only: a colleague sees nothing of it, also not by searching, a lead does; nobody shuts themselves out', async () => {
  const secret = await write('Contract alarmcentrale', 'De code is zeewierwafel.')
  await meantFor(secret.id, {}, { personIds: [engineer.id] })
  expect(await titles(engineer, 'zeewierwafel')).toEqual(['Contract alarmcentrale'])
  expect(await titles(lead, 'zeewierwafel')).toEqual(['Contract alarmcentrale'])
  for (const other of [colleague, reporter, client, stranger]) {
    expect(await titles(other, 'zeewierwafel')).toEqual([])
    expect(await titles(other, 'alarmcentrale')).toEqual([])
    expect((await refused(by(other).document({ params: { id: secret.id } }))).status).toBe(404)
    expect((await refused(by(other).version({ params: { id: secret.id, number: 1 } }))).status).toBe(404)
  }
  const out = { version: 2, ownerId: colleague.id, write: { ...nobody, personIds: [colleague.id] } }
  expect((await refused(by(engineer).change({ params: { id: secret.id }, body: out }))).type).toBe('documents.shutOut')
  const given = await by(lead).change({ params: { id: secret.id }, body: out })
  expect(given.owner.name).toBe('Daan Smit')
  expect(await titles(engineer, 'zeewierwafel')).toEqual([])
  expect((await refused(by(engineer).change({ params: { id: secret.id }, body: { version: 3, title: 'Van mij' } }))).status).toBe(404)
})

test('the words of a draft are found by who writes; readers find what is published, in title and text together', async () => {
  const { id } = await write('Printen op school', 'Gebruik de kopieerkaart.')
  await publish(id)
  await meantFor(id, { everybody: true })
  await by(engineer).saveText({ params: { id }, body: { base: 1, text: 'Gebruik de toegangsdruppel.' } })
  expect(await titles(reporter, 'printen kopieerkaart')).toEqual(['Printen op school'])
  expect(await titles(reporter, 'toegangsdruppel')).toEqual([])
  expect(await titles(engineer, 'toegangsdrup')).toEqual(['Printen op school'])
  const [hit] = (await by(reporter).documents({ query: { search: 'kopieerkaart' } })).items
  expect(hit?.snippet).toContain('\u2068kopieerkaart\u2069')
  expect(await titles(reporter, '%')).toEqual([])
})

test('two people edit one page: the second hears who was first and by what, and nothing is lost', async () => {
  const { id } = await write('Samen', 'een')
  const first = by(engineer).saveText({ params: { id }, body: { base: 1, text: 'van Ilse' } })
  await first
  const late = await refused(by(colleague).saveText({ params: { id }, body: { base: 1, text: 'van Daan' } }))
  expect(late).toMatchObject({ type: 'documents.changed', status: 409, data: { latest: 2, by: { name: 'Ilse de Boer' } } })
  await by(colleague).saveText({ params: { id }, body: { base: 2, text: 'van Daan' } })
  const restored = await by(engineer).restore({ params: { id, number: 2 }, body: { base: 3 } })
  expect(restored).toMatchObject({ latest: 4, shown: { text: 'van Ilse', restoredFrom: 2 } })
  const texts = await Promise.all([1, 2, 3, 4].map(async (number) => (await by(engineer).version({ params: { id, number } })).text))
  expect(texts).toEqual(['een', 'van Ilse', 'van Daan', 'van Ilse'])
  const fields = await refused(by(engineer).change({ params: { id }, body: { version: 9, title: 'Anders' } }))
  expect(fields.type).toBe('documents.fieldsChanged')
})

test('a PDF and a Word file are read and found; a new version replaces it; the file comes back byte for byte with its hash', async () => {
  const bytes = pdf(['Het wachtwoord is ondersteboven', 'Bladzijde twee'])
  const made = await upload(bytes, 'Handleiding_kluis.pdf', 'application/pdf')
  expect(made).toMatchObject({
    title: 'Handleiding kluis',
    form: 'file',
    shown: { reading: 'waiting', file: { type: 'application/pdf', inline: true } },
  })
  await app.settle()
  const read = await by(engineer).document({ params: { id: made.id } })
  expect(read.shown).toMatchObject({ reading: 'read', words: 'Het wachtwoord is ondersteboven\n\nBladzijde twee' })
  expect(await titles(engineer, 'kluis ondersteboven')).toEqual(['Handleiding kluis'])
  const reply = await app.server.inject({
    url: `/api/documents/${made.id}/versions/1/file`,
    headers: { authorization: `Bearer ${engineer.token}` },
  })
  expect(reply.rawPayload.equals(bytes)).toBe(true)
  expect(reply.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': "inline; filename*=UTF-8''Handleiding_kluis.pdf",
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  const next = await by(engineer).saveFile(
    { params: { id: made.id }, query: { base: 1, note: 'Als Word' }, raw: docx('Nieuwe zeepaardcode') as unknown as BodyInit },
    { headers: { 'x-file-name': 'kluis.docx' }, contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  )
  expect(next).toMatchObject({ latest: 2, shown: { note: 'Als Word', file: { name: 'kluis.docx', inline: false } } })
  await app.settle()
  expect(await titles(engineer, 'zeepaardcode')).toEqual(['Handleiding kluis'])
  expect((await refused(by(engineer).saveText({ params: { id: made.id }, body: { base: 2, text: 'x' } }))).type).toBe('documents.otherForm')
})

test('what cannot be read says why, can be tried again, and stays a file that can be saved', async () => {
  const made = await upload(bomb(), '../../etc/Jaarplan\u202efdp.docx', 'application/pdf')
  expect(made.shown.file).toMatchObject({ name: 'Jaarplanfdp.docx', inline: false })
  await app.settle()
  const params = { id: made.id, number: 1 }
  const failed = await by(engineer).document({ params })
  expect(failed.shown).toMatchObject({ reading: 'failed', reason: 'Het bestand wordt bij het uitpakken onveilig groot en is daarom niet gelezen' })
  expect((await by(engineer).readAgain({ params })).shown).toMatchObject({ reading: 'waiting', reason: null })
  expect((await refused(by(engineer).readAgain({ params }))).type).toBe('documents.notFailed')
  await app.settle()
  expect((await by(engineer).document({ params })).shown.reading).toBe('failed')
  const reply = await app.server.inject({ url: `/api/documents/${made.id}/versions/1/file`, headers: { authorization: `Bearer ${engineer.token}` } })
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-disposition']).toMatch(/^attachment;/)
  expect((await refused(upload('', 'leeg.txt'))).type).toBe('documents.emptyFile')
})

test('a page that runs, called a PDF or a picture, is only offered to be saved; macros are told', async () => {
  const html = await upload('<script>alert(1)</script>', 'rekening.pdf', 'text/html')
  expect(html.shown.file).toMatchObject({ type: 'application/octet-stream', inline: false })
  const svg = await upload('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'logo.png', 'image/png')
  expect(svg.shown.file).toMatchObject({ type: 'application/octet-stream', inline: false })
  const { id } = await upload(docm('Salarissen'), 'AUTOOPEN.docm', 'application/vnd.ms-word.document.macroEnabled.12')
  await app.settle()
  expect((await by(engineer).document({ params: { id } })).shown).toMatchObject({ words: 'Salarissen', file: { macros: true, inline: false } })
  const notes = await upload('# Notitie\nschelpdier', 'notitie.md', 'text/markdown')
  expect(notes.shown.file).toMatchObject({ type: 'text/plain; charset=utf-8', inline: true })
})

test('attached to a case: seen by who sees both, and it gives nobody the document', async () => {
  const one = await app.as(desk, reporter.token).createCase({ body: { kind: 'incident', title: 'Kluis', impact: 'person', urgency: 'low' } })
  const { id } = await write('Kluis openen')
  const page = await by(engineer).attach({ params: { id }, body: { kind: 'case', id: one.number } })
  expect(page.places).toEqual([{ kind: 'case', id: one.id, number: one.number, title: 'Kluis' }])
  const at = { kind: 'case' as const, id: one.id }
  expect((await by(colleague).attached({ query: at })).map(({ title }) => title)).toEqual(['Kluis openen'])
  expect(await by(reporter).attached({ query: at })).toEqual([])
  await publish(id)
  await meantFor(id, { everybody: true })
  expect((await by(reporter).attached({ query: at })).map(({ title }) => title)).toEqual(['Kluis openen'])
  const other = await app.member('reporter')
  expect((await refused(by(other).attached({ query: at }))).type).toBe('documents.noSuchPlace')
  expect((await by(other).document({ params: { id } })).places).toEqual([])
  expect((await refused(by(engineer).attach({ params: { id }, body: { kind: 'item', id: one.id } }))).type).toBe('documents.noSuchPlace')
  expect((await refused(by(stranger).attach({ params: { id }, body: { kind: 'case', id: one.number } }))).status).toBe(404)
  await by(colleague).detach({ params: { id, kind: 'case', place: one.id } })
  expect(await by(engineer).attached({ query: at })).toEqual([])
})

test('its owner is reminded once, two weeks before it must be reviewed; a later date reminds again', async () => {
  const { id, version } = await write('Noodplan')
  const morning = (days: number) => new Date(`${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T05:20:00Z`)
  const reviewBy = morning(40).toISOString().slice(0, 10)
  await by(engineer).change({ params: { id }, body: { version, reviewBy } })
  app.clock.set(morning(20))
  await app.settle()
  expect(await by(engineer).reminders()).toEqual({ items: [], unread: 0 })
  app.clock.set(morning(27))
  await app.settle()
  const due = await by(engineer).reminders()
  expect(due).toMatchObject({ unread: 1, items: [{ id, title: 'Noodplan', reviewBy }] })
  expect((await by(colleague).reminders()).items).toEqual([])
  await by(engineer).readReminders()
  app.clock.set(morning(28))
  await app.settle()
  expect(await by(engineer).reminders()).toMatchObject({ unread: 0, items: [{ id }] })
  expect((await app.happened()).filter((name) => name === 'documents.reviewDue')).toHaveLength(1)
  app.clock.set(undefined)
})

test('a list in pages, each document once, filtered by kind and state', async () => {
  const all: string[] = []
  let after: string | undefined
  do {
    const part = await by(lead).documents({ query: { limit: 3, ...(after && { after }) } })
    all.push(...part.items.map(({ id }) => id))
    after = part.next ?? undefined
  } while (after)
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBe((await titles(lead)).length)
  expect((await by(lead).documents({ query: { state: 'withdrawn' } })).items.map(({ title }) => title)).toEqual(['Wifi instellen'])
  expect((await by(lead).documents({ query: { kind: 'receipt' } })).items).toEqual([])
  expect((await refused(by(lead).documents({ query: { after: 'onzin' } }))).type).toBe('platform.after')
})
