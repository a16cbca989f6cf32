/** Hostile files and words: kept as they are, and never able to run, to name a path or to break a header. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { deskSearch } from '#work/desk/search/contract.ts'
import { type Member, type Spil, spil } from './spil.ts'

let house: Spil
let engineer: Member
let reporter: Member
let caseId: string
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  reporter = await house.member('reporter')
  const body = { kind: 'incident', title: 'Beamer', text: 'Geen beeld', impact: 'person', urgency: 'normal' } as const
  caseId = (await house.as(desk, reporter.token).createCase({ body })).id
})
afterAll(() => house[Symbol.asyncDispose]())

async function upload(name: string | undefined, type: string, bytes: Buffer | string) {
  return house.server.inject({
    method: 'POST',
    url: `/api/desk/cases/${caseId}/attachments`,
    headers: { authorization: `Bearer ${reporter.token}`, 'content-type': type, ...(name !== undefined && { 'x-file-name': name }) },
    payload: bytes,
  })
}
const download = (id: string, token = engineer.token) =>
  house.server.inject({ method: 'GET', url: `/api/desk/attachments/${id}`, headers: { authorization: `Bearer ${token}` } })

describe('files', () => {
  const names = [
    '../../../etc/passwd',
    '..\\..\\windows\\win.ini',
    '/etc/shadow',
    'a\u0000b.txt',
    'con',
    '"; filename="evil.html',
    'x\r\nset-cookie: a=b',
    '<img src=x onerror=alert(1)>.png',
    '\u202Egnp.exe',
    `${'n'.repeat(4000)}.txt`,
    '',
    '.',
    '%',
  ]
  test.each(names)('the name %j is a name and nothing more', async (name) => {
    const reply = await upload(name === '%' ? name : encodeURIComponent(name), 'text/plain', 'inhoud')
    expect(reply.statusCode).toBe(201)
    const kept = reply.json() as { id: string; name: string }
    expect(kept.name).toMatch(/^[^/\\\p{Cc}]+$/u)
    expect(kept.name.length).toBeLessThanOrEqual(255)
    const got = await download(kept.id)
    expect(got.statusCode).toBe(200)
    expect(got.body).toBe('inhoud')
    expect(got.headers['set-cookie']).toBeUndefined()
    expect(got.headers['content-disposition']).toMatch(/^(attachment|inline); filename\*=UTF-8''[\w.!~*()%-]*$/)
  })

  test.each([
    ['text/html', '<script>alert(1)</script>'],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'],
    ['image/png', '<script>alert(1)</script>'],
    ['text/plain; charset=utf-7', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
    ['application/x-shockwave-flash', '<html><script>alert(1)</script>'],
  ])('content of type %s cannot run in our page', async (type, content) => {
    const kept = (await upload('bestand', type, content)).json() as { id: string }
    const got = await download(kept.id)
    expect(got.headers['content-security-policy']).toContain('sandbox')
    expect(got.headers['x-content-type-options']).toBe('nosniff')
    expect(String(got.headers['content-type'])).not.toMatch(/html|svg|xml|utf-7/)
    expect(got.rawPayload.toString()).toBe(content)
  })
})

describe('the store', () => {
  test('are kept under their content: nothing outside the folder, the same content once', async () => {
    const before = await stored()
    await upload('een.txt', 'text/plain', 'dezelfde inhoud')
    await upload('twee.txt', 'text/plain', 'dezelfde inhoud')
    const after = await stored()
    expect(after.length - before.length).toBe(1)
    expect(after.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([])
  })
  const stored = async () =>
    (await readdir(house.app.files.folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).map((one) => one.name)

  test('too large: refused with the bound, and nothing stays behind', async () => {
    const before = await stored()
    const url = await house.server.listen({ port: 0, host: '127.0.0.1' })
    const reply = await fetch(`${url}/api/desk/cases/${caseId}/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reporter.token}`, 'content-type': 'application/octet-stream' },
      body: Buffer.alloc(house.app.config.maxUploadBytes + 1),
    })
    expect(reply.status).toBe(413)
    expect(await reply.json()).toMatchObject({ type: 'files.tooLarge', data: { maxBytes: house.app.config.maxUploadBytes } })
    expect(await stored()).toEqual(before)
    expect(await readdir(join(house.app.files.folder, 'incoming'))).toEqual([])
  })

  test('of somebody else cannot be fetched by guessing', async () => {
    const kept = (await upload('geheim.txt', 'text/plain', 'van mij')).json() as { id: string }
    const other = await house.member('reporter')
    expect((await download(kept.id, other.token)).statusCode).toBe(404)
    expect((await download('00000000-0000-4000-8000-000000000000')).statusCode).toBe(404)
  })
})

describe('an internal note', () => {
  test('is for staff and auditor, not for the client or the reporter: on the page, in its files and in the search', async () => {
    const [client, auditor] = [await house.member('client'), await house.member('auditor')]
    const staff = house.as(desk, engineer.token)
    await staff.addEntry({ params: { id: caseId }, body: { visibility: 'internal', text: 'Garantiekwestie zonnebloem' } })
    await staff.addEntry({ params: { id: caseId }, body: { visibility: 'public', text: 'We kijken ernaar, korenbloem' } })
    await staff.attach(
      { params: { id: caseId }, query: { visibility: 'internal' }, raw: 'geheim' },
      { headers: { 'x-file-name': 'intern.txt' }, contentType: 'text/plain' },
    )
    for (const [who, sees] of [
      [engineer, true],
      [auditor, true],
      [client, false],
      [reporter, false],
    ] as const) {
      const page = await house.as(desk, who.token).case({ params: { id: caseId } })
      const texts = page.entries.map((entry) => entry.text)
      expect(texts.some((text) => text.includes('korenbloem'))).toBe(true)
      expect(texts.some((text) => text.includes('zonnebloem'))).toBe(sees)
      expect(page.attachments.some((file) => file.name === 'intern.txt')).toBe(sees)
      const hits = await house.as(deskSearch, who.token).search({ query: { q: 'zonnebloem' } })
      expect(hits.items.length > 0).toBe(sees)
    }
  })
})

describe('words', () => {
  const nasty = `<script>window.hacked=1</script><img src=x onerror="window.hacked=1">"'\`\${7*7}{{7*7}}`
  test('are kept to the letter and answered as JSON, which no browser runs', async () => {
    const body = { kind: 'incident', title: nasty, text: nasty, impact: 'person', urgency: 'low' } as const
    const made = await house.as(desk, reporter.token).createCase({ body })
    await house.as(deskPortal, reporter.token).answer({ params: { id: made.id }, body: { text: nasty } })
    const reply = await house.server.inject({
      method: 'GET',
      url: `/api/desk/cases/${made.id}`,
      headers: { authorization: `Bearer ${engineer.token}` },
    })
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(reply.headers['x-content-type-options']).toBe('nosniff')
    expect(reply.json()).toMatchObject({
      case: { title: nasty, text: nasty },
      entries: expect.arrayContaining([expect.objectContaining({ text: nasty })]),
    })
  })
  test('in an address are never shown back', async () => {
    const reply = await house.server.inject({ method: 'GET', url: '/%3Cscript%3Ealert(1)%3C/script%3E?x=<script>' })
    expect(reply.body).not.toContain('alert(1)')
    expect(reply.headers['content-security-policy']).toContain("script-src 'self'")
  })
  test('with half an emoji are kept with a mark for what was cut, in columns and in jsonb alike', async () => {
    const lead = await house.member('lead')
    const ask = (url: string, payload: string, token: string) =>
      house.server.inject({ method: 'POST', url, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, payload })
    const { organisationId } = lead
    const template = JSON.stringify({ name: 'Half \ud83d', steps: [{ what: '\ud83d' }], organisationId })
    expect((await ask('/api/desk/closing/templates', template, lead.token)).statusCode).toBe(201)
    const cut = `${'n'.repeat(199)}😀`.slice(0, 200)
    const made = await ask(
      '/api/desk/cases',
      JSON.stringify({ kind: 'incident', title: cut, text: 'x', impact: 'person', urgency: 'low' }),
      reporter.token,
    )
    expect(made.json()).toMatchObject({ title: `${'n'.repeat(199)}\ufffd` })
    expect((await ask('/api/desk/cases', '{"\\ud83d": 1}', reporter.token)).statusCode).toBe(400)
  })
  test('of SQL are words', async () => {
    const { items } = await house.as(desk, engineer.token).cases({ query: { search: `' or 1=1; drop table "case"; --` } })
    expect(items).toEqual([])
    expect((await house.as(desk, engineer.token).cases({ query: {} })).items.length).toBeGreaterThan(0)
  })
})
