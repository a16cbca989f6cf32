/**
 * Every page of every room as the person it is for: nothing refused or wrong in the console, nothing for axe, no text without a
 * translation, nothing wider than a phone, and hostile words stay words. A page that is new in a room is walked without being named here.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { documents } from '#record/documents/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import type { PageRoute } from '#web/kit/room.ts'
import { rooms } from '#web/rooms.ts'
import { deskApprovals } from '#work/desk/approvals/contract.ts'
import { deskCatalogue, fieldKinds } from '#work/desk/catalogue/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskEscalation } from '#work/desk/escalation/contract.ts'
import { deskHandover } from '#work/desk/handover/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { deskMajor } from '#work/desk/major/contract.ts'
import { deskOutages } from '#work/desk/outages/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { settingsSections } from '#work/desk/web/settings/parts.ts'
import { axe, type Visit, withBrowser } from './browser.ts'
import { engage, enter, photo, type Somebody, theAdministrator } from './cast.ts'
import { monitored } from './monitored.ts'
import { type Program, program } from './program.ts'
import { registered } from './registered.ts'

const browser = withBrowser()
const hostile = `<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>"'><svg/onload=window.hacked=3>`
const pages = rooms.flatMap((room) => room.pages).filter(({ path }) => !path.startsWith('/gallery'))
/** The text keys of all rooms begin so; seen on a page they are a text that is missing. */
const untranslated =
  /\b(desk|people|cases|items|documents|devices|handout|portal|kit|shell|platform|monitoring|series|norms|esc|hand|shift|major|out)\.[a-zA-Z]+(\.[a-zA-Z]+)*\b/

let spil: Program
let bea: Somebody
let noor: Somebody
/** What stands for a parameter, by the path of the page. */
const places: Record<string, string[]> = {}

beforeAll(async () => {
  spil = await program()
  bea = await theAdministrator(spil)
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  const { organisationId } = bea
  const administration = spil.as(directory, bea.session)
  const evil = await administration.createPerson({ body: { name: hostile, email: 'evil@linde.example', organisationId, roles: ['engineer'] } })
  const team = await administration.createTeam({ body: { organisationId, name: `Team ${hostile}`.slice(0, 80), memberIds: [evil.id] } })
  const customer = await administration.createOrganisation({
    body: { name: `Klant ${hostile}`.slice(0, 80), locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: [] },
  })
  const cases = spil.as(desk, bea.session)
  const said = { kind: 'incident', title: `Scherm ${hostile}`, text: hostile, impact: 'group', urgency: 'high' } as const
  const made = await cases.createCase({ body: { ...said, reporterId: evil.id, take: true, priority: 'low', priorityReason: hostile } })
  const attached = { contentType: 'image/png', headers: { 'x-file-name': encodeURIComponent(`${hostile.replaceAll('/', '')}.png`) } }
  await cases.attach({ params: { id: made.id }, query: { visibility: 'public' }, raw: new Uint8Array(photo) }, attached)
  await cases.addEntry({ params: { id: made.id }, body: { visibility: 'internal', text: hostile, attachmentIds: [] } })
  const report = { title: `Muis ${hostile}`, text: hostile, doing: hostile, howBad: 'hindered', howMany: 'me' } as const
  const mine = await spil.as(deskPortal, noor.session).report({ body: report })
  await cases.addEntry({ params: { id: mine.id }, body: { visibility: 'public', text: hostile, attachmentIds: [] } })
  const { case: taken } = await cases.case({ params: { id: mine.id } })
  await cases.solve({ params: { id: mine.id }, body: { version: taken.version, done: hostile, tested: hostile } })
  const mails = spil.as(deskMail, bea.session)
  const letter = (lines: string[]) => mails.submit({ raw: [...lines, '', ''].join('\r\n') })
  const from = `From: "${hostile.replaceAll('"', '')}" <mallory@elders.example>`
  await letter([from, 'To: help@linde.example', `Subject: ${hostile}`, 'Auto-Submitted: auto-replied', 'Message-ID: <1@elders.example>', '', hostile])
  const html = ['MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', `<p onclick="window.hacked=4">Html ${hostile}</p>`]
  const mailed = await letter([from, 'To: help@linde.example', `Subject: Mail ${hostile}`, 'Message-ID: <2@elders.example>', ...html])
  const number = mailed.case?.number ?? ''
  await letter([from, 'To: help@linde.example', `Subject: Re: [${number}] Mail`, 'Message-ID: <3@elders.example>', ...html])
  const asked = await catalogued(organisationId, evil.id)
  const outage = await escalate(made, team.id)
  Object.assign(places, await registered(spil, bea, hostile), await monitored(spil, bea, hostile))
  const { id: documentId } = await spil.as(documents, bea.session).writePage({ body: { title: hostile, text: hostile } })
  await spil.as(documents, bea.session).publish({ params: { id: documentId, number: 1 }, body: { version: 1 } })
  Object.assign(places, {
    '/desk/outages/$id': [outage],
    '/outages/$slug': ['linde', 'nergens'],
    '/desk/catalogue/$id': ['new', asked.itemId],
    '/portal/catalogue/$id': [asked.itemId],
    '/portal/approvals/$id': [asked.approvalId],
    '/approve/$token': ['wrong'],
    '/desk/cases/$number': [made.number, number, 'C-999999'],
    '/portal/thanks/$number': [mine.number],
    '/portal/cases/$number': [mine.number],
    '/confirm/$token': [await tokenIn(mine.id, 'confirm'), 'wrong'],
    '/satisfaction/$token': [await tokenIn(mine.id, 'satisfaction'), 'wrong'],
    '/documents/$id': [documentId],
    '/documents/$id/edit': [documentId],
    '/documents/$id/compare': [documentId],
    '/people/$id': [evil.id, bea.id],
    '/teams/$id': [team.id],
    '/organisations/$id': [organisationId, customer.id],
  })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

/** Something in the catalogue that was asked for, and waits for the reporter's yes or no. */
async function catalogued(organisationId: string, ownerId: string) {
  const catalogue = spil.as(deskCatalogue, bea.session)
  const name = { nl: `Laptop ${hostile}`, en: '' }
  const decider = { kind: 'person', personId: noor.id } as const
  const fields = fieldKinds.map((kind) => ({ key: kind, kind, label: name, choices: [{ key: 'a', label: name }] }))
  const definition = {
    name,
    description: name,
    kind: 'accessRequest' as const,
    ownerId,
    fields,
    access: { rights: [{ key: 'use', label: name }] },
    approval: { steps: [{ name, deciders: [decider] }] },
  }
  const item = await catalogue.addItem({ body: { organisationId, definition } })
  const access = { forId: ownerId, right: 'use', why: hostile }
  const made = await catalogue.request({ params: { id: item.id }, body: { version: 1, answers: { text: hostile }, access } })
  const { items } = await spil.as(deskApprovals, bea.session).caseApprovals({ params: { id: made.id } })
  const approvalId = items[0]?.id ?? ''
  await vi.waitFor(() => spil.as(deskApprovals, noor.session).approval({ params: { id: approvalId } }), { timeout: 20_000, interval: 100 })
  return { itemId: item.id, approvalId }
}

/** The case is asked about, handed over and a major incident, and its outage is public; all in hostile words. Gives the outage. */
async function escalate({ id, version }: { id: string; version: number }, teamId: string): Promise<string> {
  const { organisationId } = bea
  const params = { id }
  const note = { situation: hostile, done: hostile, next: hostile, risk: hostile }
  await spil.as(deskEscalation, bea.session).escalate({ params, body: { kind: 'functional', teamId, text: hostile } })
  await spil.as(deskMajor, bea.session).declare({ params, body: { reason: hostile } })
  await spil.as(deskMajor, bea.session).writeUpdate({ params, body: { text: hostile } })
  await spil.as(deskHandover, bea.session).handOverOne({ params, body: { version, teamId, note } })
  const outages = spil.as(deskOutages, bea.session)
  await outages.changeOutageSettings({ body: { organisationId, public: true, slug: 'linde', title: hostile.slice(0, 120) } })
  const text = { title: hostile, hit: hostile, advice: hostile }
  return (await outages.publish({ body: { organisationId, kind: 'outage', nl: text, en: null } })).id
}

/** As it stands in the mail that asks the reporter to test: the last part of the link to this page. */
async function tokenIn(caseId: string, page: 'confirm' | 'satisfaction'): Promise<string> {
  const link = async () => {
    const rows = await spil.query<{ content: string }>('select content::text as content from outgoing_mail where about = $1', [`case/${caseId}`])
    const token = rows.map(({ content }) => new RegExp(`/${page}/([\\w.~-]+)`).exec(content)?.[1]).find(Boolean)
    if (!token) throw new Error(`no link in ${rows.length} mails`)
    return token
  }
  return vi.waitFor(link, { timeout: 20_000, interval: 100 })
}

/** Reporters live in the portal; everything else is for the administrator, or for who is not signed in. */
const whose = ({ path, may }: PageRoute): 'stranger' | 'reporter' | 'administrator' =>
  may === 'anyone' ? 'stranger' : path.startsWith('/portal') ? 'reporter' : 'administrator'

/** A page with a parameter that nothing stands for here is a page that is not walked: the test says so. */
const addressesOf = ({ path }: PageRoute): string[] =>
  path === '/desk/settings'
    ? settingsSections.map(({ key }) => `${path}?section=${key}`)
    : path.includes('$')
      ? (places[path] ?? [`?${path}`]).map((value) => path.replace(/\$\w+/, encodeURIComponent(value)))
      : [path]

const contrast = ['color-contrast']
interface Looks {
  /** Only these rules of axe. */
  rules?: readonly string[]
  /** Its colours are looked at once more in the other scheme. */
  bothSchemes: boolean
}
async function look(page: Page, address: string, wrong: string[], { rules, bothSchemes }: Looks): Promise<void> {
  const say = (what: string) => wrong.push(`${address}: ${what}`)
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle')
  // What a person reads, not what scripts and styles contain.
  const text = (await page.evaluate('document.body.innerText')) as string
  if (/U mag deze pagina niet zien|You may not see this page/.test(text) || new URL(page.url()).pathname === '/sign-in') {
    if (address !== '/sign-in' && address !== '/setup') say('is not for who it is for')
  }
  const key = untranslated.exec(text.replaceAll(/\S+@\S+|https?:\/\/\S+/g, ''))
  if (key) say(`no translation of ${key[0]}`)
  if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) say('wider than the screen')
  if (await page.evaluate('window.hacked !== undefined')) say('a stored script ran')
  for (const found of await axe(page, rules)) say(found)
  if (!bothSchemes) return
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
  for (const found of await axe(page, contrast)) say(`dark: ${found}`)
  await page.emulateMedia({ colorScheme: 'light' })
}

test('every page that needs a parameter has something that stands for it here', () => {
  expect(pages.filter(({ path }) => path.includes('$') && !places[path]).map(({ path }) => path)).toEqual([])
  expect(pages.length).toBeGreaterThan(20)
})

test.each([
  { size: 'desk', scheme: 'light', locale: 'nl' },
  { size: 'phone', scheme: 'dark', locale: 'nl' },
  { size: 'phone', scheme: 'light', locale: 'en' },
] as const)('every page of every room: %o', { timeout: 480_000 }, async (as) => {
  const visit: Visit = { url: spil.url, ...as }
  await spil.query('update person set locale = $1 where id = any ($2)', [as.locale, [bea.id, noor.id]])
  const stranger = await browser.visitor('stranger', visit)
  const visitors = { stranger, reporter: await enter(browser, noor, visit), administrator: await enter(browser, bea, visit) }
  const wrong: string[] = []
  // What a page is made of is looked at in Dutch, on either screen; English is longest where there is least room for it.
  const looks = { bothSchemes: as.size === 'desk', ...(as.locale === 'en' && { rules: contrast }) }
  const watched = (name: string, page: Page) =>
    page.on('console', (message) => {
      // A browser reports every refused request itself; the page answers it with words.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) wrong.push(`${name} ${page.url()}: ${message.text()}`)
    })
  const walk = async (name: keyof typeof visitors) => {
    const addresses = pages.filter((one) => whose(one) === name).flatMap(addressesOf)
    // A page is mostly waited for: each looks at a few at a time, in tabs of their own.
    const others = await Promise.all(Array.from({ length: addresses.length > 20 ? 2 : 0 }, () => browser.tab(visitors[name], name)))
    const tabs = [visitors[name], ...others].map((page) => watched(name, page))
    await Promise.all(
      tabs.map(async (page) => {
        for (let address = addresses.shift(); address; address = addresses.shift()) await look(page, address, wrong, looks)
      }),
    )
  }
  for (const name of ['stranger', 'reporter', 'administrator'] as const) await walk(name)
  expect(wrong).toEqual([])
})

test('hostile words are shown as words in list, case, portal and mail', async () => {
  await spil.query(`update person set locale = 'nl' where id = $1`, [bea.id])
  const page = await enter(browser, bea, spil)
  await page.goto('/desk?view=all')
  await page
    .getByRole('row')
    .filter({ hasText: `Scherm ${hostile}` })
    .waitFor()
  const [made, mailed] = places['/desk/cases/$number'] ?? []
  await page.goto(`/desk/cases/${made}`)
  await page.getByRole('heading', { level: 1 }).filter({ hasText: hostile }).waitFor()
  await page.getByRole('list', { name: 'Verloop' }).getByText(hostile).first().waitFor()
  await page.goto(`/desk/cases/${mailed}`)
  await page.getByRole('button', { name: 'Toon zoals de e-mail eruitziet' }).first().click()
  const mail = page.frameLocator('iframe')
  await mail.getByText(/^Html/).waitFor()
  expect(await mail.locator('script, [onclick], [onerror], [onload]').count()).toBe(0)
  expect(await page.evaluate('window.hacked')).toBeUndefined()
})

test('an auditor reads every setting and changes none', async () => {
  const page = await enter(browser, await engage(spil, bea, 'Pieter Prins', ['auditor']), spil)
  await page.goto('/desk/settings?section=priority')
  const cell = page.getByRole('combobox', { name: /De hele organisatie/ }).first()
  await cell.waitFor()
  await expect.poll(() => cell.isDisabled()).toBe(true)
  expect(await page.getByRole('button', { name: 'Opslaan' }).count()).toBe(0)
})

test('every dialog of a case has the focus inside, and gives it back to the button it came from', async () => {
  await spil.query(`update person set locale = 'nl' where id = $1`, [bea.id])
  const page = await enter(browser, bea, spil)
  await page.goto(`/desk/cases/${places['/desk/cases/$number']?.[1]}`)
  const more = page.getByRole('button', { name: 'Meer acties' })
  const titles = async () => {
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    return page.locator('[role=menuitem]:not(:disabled)').allInnerTexts()
  }
  const offered = await titles()
  expect(offered.length).toBeGreaterThan(8)
  await page.keyboard.press('Escape')
  const dialog = page.getByRole('dialog')
  for (const title of offered) {
    await titles()
    await page.getByRole('menuitem', { name: title, exact: true }).press('Enter')
    await dialog.waitFor()
    await expect.poll(() => dialog.evaluate((it) => it.contains(document.activeElement)), { message: title }).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => more.evaluate((it) => it === document.activeElement), { message: title }).toBe(true)
  }
})
