// Makes docs/pictures from real screens with the sample school: npm run pictures. Needs Chromium (CHROMIUM=/path when it is elsewhere).
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { smaller } from './png.mjs'
import { arrange, chain } from './scenes.mjs'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'docs/pictures')
const largest = 200_000
const password = 'welkom bij spil 7745'
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

/** Address of a Spil that runs with --demo: SPIL_PICTURES_URL, else one of its own in a folder that is thrown away. */
async function demo() {
  const given = process.env.SPIL_PICTURES_URL
  if (given) return { url: given, end: async () => undefined }
  const data = await mkdtemp(join(tmpdir(), 'spil-pictures-'))
  const port = '7819'
  const env = { ...process.env, SPIL_DATA: data, SPIL_PORT: port, SPIL_HOST: '127.0.0.1', SPIL_URL: '', SPIL_LOG: 'warn', DATABASE_URL: '' }
  const spil = spawn(process.execPath, ['src/cli.ts', 'start', '--demo'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => spil.once('exit', resolve))
  const ready = new Promise((resolve, reject) => {
    let said = ''
    spil.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes('Spil is ready at')) resolve()
    })
    spil.once('exit', () => reject(new Error(`Spil stopped before it was ready:\n${said}`)))
  })
  const end = async () => {
    spil.kill('SIGTERM')
    await gone
    await rm(data, { recursive: true, force: true })
  }
  try {
    await ready
  } catch (error) {
    await end()
    throw error
  }
  return { url: `http://127.0.0.1:${port}`, end }
}

/** Somebody signed in, in one language and one appearance. */
async function visitor(browser, url, login, { locale = 'en', scheme = 'light', viewport = desk } = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    deviceScaleFactor: 1,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: locale === 'nl' ? 'nl-NL' : 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    ...(viewport === phone && { hasTouch: true, isMobile: true }),
  })
  const headers = { origin: url }
  const entered = await context.request.post('/api/people/sign-in', { headers, data: { email: `${login}@linde.example`, password } })
  if (!entered.ok()) throw new Error(`${login} cannot sign in: ${entered.status()} ${await entered.text()}`)
  await context.request.patch('/api/people/me', { headers, data: { locale, theme: scheme } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

const get = async (page, path) => {
  const reply = await page.request.get(path)
  if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`)
  return reply.json()
}

/** `clip`: so much from the left top; `part`: only that part of the page. */
async function shoot(page, name, clip, part) {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
  await sleep(400)
  const picture = smaller(await (part ?? page).screenshot(clip && { clip: { x: 0, y: 0, ...clip } }))
  await writeFile(join(folder, `${name}.png`), picture)
  const size = picture.length
  console.log(`${name}.png ${Math.round(size / 1000)} kB${size > largest ? ': too large' : ''}`)
  if (size > largest) process.exitCode = 1
}

/** The case in this state with the most to see, and time left. */
async function fullest(page, query) {
  const { items } = await get(page, `/api/desk/cases?limit=30&${query}`)
  const pages = await Promise.all(items.map(({ id }) => get(page, `/api/desk/cases/${id}`)))
  const seen = ({ entries, attachments, links }) => entries.length * 3 + attachments.length + links.length
  const inTime = pages.filter(({ clocks }) => clocks.every(({ state }) => state !== 'missed'))
  return (inTime.length > 0 ? inTime : pages).sort((one, other) => seen(other) - seen(one))[0]?.case
}

async function readme(browser, url) {
  const ilse = await visitor(browser, url, 'ilse')
  await ilse.goto('/desk?view=open')
  await ilse.getByRole('row').nth(5).waitFor()
  await shoot(ilse, 'desk-light')
  const shown = await fullest(ilse, 'kind=incident&state=inProgress,reopened&assignee=me')
  await ilse.goto(`/desk/cases/${shown.number}`)
  await ilse.getByRole('heading', { level: 1 }).waitFor()
  await shoot(ilse, 'case-light')
  const karel = await visitor(browser, url, 'karel', { scheme: 'dark' })
  await karel.goto('/desk?view=open')
  await karel.getByRole('row').nth(5).waitFor()
  await shoot(karel, 'desk-dark')
  const noor = await visitor(browser, url, 'noor', { viewport: phone })
  await noor.goto('/portal')
  await noor.getByRole('heading', { level: 1 }).waitFor()
  await shoot(noor, 'portal-phone')
}

const post = async (page, url, path, data, method = 'post') => {
  const reply = await page.request[method](path, { headers: { origin: url }, data })
  if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`)
  return reply.json()
}

/** A problem behind some incidents and a few changes, which the sample school does not have. */
async function withKinds(browser, url) {
  const ilse = await visitor(browser, url, 'ilse')
  const { items } = await get(ilse, '/api/desk/cases?limit=6&kind=incident&state=new,inProgress')
  const organisationId = items[0].organisationId
  const common = { impact: 'department', urgency: 'normal', organisationId }
  const incidents = items.filter((one) => one.organisationId === organisationId).map(({ id }) => id)
  const problem = await post(ilse, url, '/api/desk/problems', { ...common, title: 'Afdrukserver loopt vast na de update', take: true, incidents })
  const details = {
    version: 0,
    cause: 'Het stuurprogramma 4.2 lekt geheugen',
    causeKnown: true,
    workaround: 'Zet de printer uit en weer aan.',
    knownError: true,
  }
  await post(ilse, url, `/api/desk/cases/${problem.number}/problem`, details, 'patch')
  const at = (days, hour) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00Z`
  for (const [days, title] of ['Firewall naar versie 9', 'Kern-switch vervangen', 'Mail verhuizen'].entries()) {
    const change = { reason: 'Verouderd', plan: 'Volgens draaiboek', backOut: 'Terugzetten', testPlan: 'Aanmelden' }
    const window = { from: at(days + 1, '18'), until: at(days + 1, '21') }
    await post(ilse, url, '/api/desk/cases', { ...common, kind: 'change', title, change: { ...change, window } })
  }
  const karel = await visitor(browser, url, 'karel')
  await post(karel, url, '/api/desk/changes/freezes', { organisationId, name: 'Centrale examens', from: at(3, '00'), until: at(6, '00') })
  return problem.number
}

/** Pages of problems and changes, for the handbook. */
async function kinds(browser, url, problem, locale) {
  const karel = await visitor(browser, url, 'karel', { locale })
  await karel.goto(`/desk/cases/${problem}`)
  await karel.getByRole('heading', { level: 1 }).waitFor()
  await shoot(karel, `problem-${locale}`)
  await karel.goto('/desk/changes')
  await karel.getByRole('table').first().waitFor()
  await shoot(karel, `changes-${locale}`)
}

/** A few per language, for the handbook. */
async function handbook(browser, url, locale) {
  const ilse = await visitor(browser, url, 'ilse', { locale })
  await ilse.goto('/desk/new')
  await ilse.getByRole('combobox').first().fill('noor')
  await ilse.getByRole('option', { name: /Noor Bakker/ }).click()
  await ilse.getByRole('textbox').first().fill('Printer in lokaal 12 doet niets')
  await shoot(ilse, `register-${locale}`)
  await ilse.goto('/desk')
  await ilse.getByRole('row').nth(5).waitFor()
  await ilse.keyboard.press('Control+k')
  await ilse.getByRole('combobox').last().fill('printer')
  await ilse.getByRole('option').nth(3).waitFor()
  await shoot(ilse, `palette-${locale}`)
  const karel = await visitor(browser, url, 'karel', { locale })
  await karel.goto('/desk/settings?section=priority')
  await karel.getByRole('table').first().waitFor()
  await shoot(karel, `settings-${locale}`, { width: 900, height: 480 })
  const noor = await visitor(browser, url, 'noor', { locale, viewport: phone })
  await noor.goto('/portal/new')
  await noor.getByRole('heading', { level: 1 }).waitFor()
  await shoot(noor, `report-${locale}`)
}

/** A document with its versions, for the handbook. */
async function papers(browser, url, locale) {
  const ilse = await visitor(browser, url, 'ilse', { locale })
  const { items } = await get(ilse, '/api/documents?search=wifi&kind=instruction')
  await ilse.goto(`/documents/${items[0].id}`)
  await ilse.getByRole('heading', { level: 2 }).first().waitFor()
  await shoot(ilse, `document-${locale}`)
}

await mkdir(folder, { recursive: true })
const spil = await demo()
try {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  try {
    await readme(browser, spil.url)
    for (const locale of ['nl', 'en']) await handbook(browser, spil.url, locale)
    for (const locale of ['nl', 'en']) await papers(browser, spil.url, locale)
    const problem = await withKinds(browser, spil.url)
    for (const locale of ['nl', 'en']) await kinds(browser, spil.url, problem, locale)
    const tools = { visitor, get, post, shoot, phone }
    const scene = await arrange(tools, browser, spil.url)
    for (const locale of ['nl', 'en']) await chain(tools, browser, spil.url, scene, locale)
  } finally {
    await browser.close()
  }
} finally {
  await spil.end()
}
