/** A real browser: one Chromium for the tests of a file, a context of its own for each person who comes to the page. */
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, expect, vi } from 'vitest'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = join(import.meta.dirname, '..', '..', '.tmp', 'e2e')

const widths = { desk: { width: 1440, height: 900 }, small: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } } as const

export interface Visit {
  /** Address of the program. */
  url: string
  locale?: 'nl' | 'en'
  scheme?: 'light' | 'dark'
  size?: keyof typeof widths
  timeZone?: string
}

interface Open {
  name: string
  page: Page
  context: BrowserContext
  /** Errors that no page may have: uncaught ones, and what the content security policy refused. */
  troubles: string[]
}

export interface Visitors {
  /** A new person with a browser of their own: nothing remembered, not signed in. `name` stands in the name of the picture when a test fails. */
  visitor(name: string, visit: Visit): Promise<Page>
  /** One more tab of somebody who is there. */
  tab(of: Page, name: string): Promise<Page>
}

/**
 * Call at the top of a test file. After each test: when it failed a picture and the text of every open page in .tmp/e2e, and no page may
 * have had an uncaught error or anything refused by the content security policy.
 */
export function withBrowser(args: readonly string[] = []): Visitors {
  // A person needs longer than a request, on a busy machine most of all; each step has its own limit below.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 })
  let browser: Promise<Browser> | undefined
  let open: Open[] = []
  afterEach(async ({ task }) => {
    const now = open
    open = []
    if (task.result?.state === 'fail') for (const one of now) await picture(one, task.name)
    const troubles = now.flatMap((one) => one.troubles.map((trouble) => `${one.name}: ${trouble}`))
    for (const { context } of now) await context.close()
    if (task.result?.state !== 'fail') expect(troubles).toEqual([])
  })
  afterAll(async () => {
    await (await browser)?.close()
    vi.resetConfig()
  })
  async function opened(name: string, context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text())) troubles.push(message.text())
    })
    open.push({ name, page, context, troubles })
    return page
  }
  return {
    async visitor(name, { url, locale = 'nl', scheme = 'light', size = 'desk', timeZone = 'Europe/Amsterdam' }) {
      browser ??= launch(args)
      const context = await (await browser).newContext({
        baseURL: url,
        locale: locale === 'nl' ? 'nl-NL' : 'en-GB',
        timezoneId: timeZone,
        colorScheme: scheme,
        viewport: widths[size],
        reducedMotion: 'reduce',
        hasTouch: size === 'phone',
        isMobile: size === 'phone',
      })
      context.setDefaultTimeout(15_000)
      return opened(name, context)
    },
    tab: (of, name) => opened(name, of.context()),
  }
}

const launch = (args: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', ...args],
  })

async function picture({ name, page }: Open, test: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const at = join(folder, `${test} ${name}`.replace(/[^\p{L}\d]+/gu, '-').slice(0, 120))
  try {
    await page.screenshot({ path: `${at}.png`, fullPage: true })
    await writeFile(`${at}.txt`, `${page.url()}\n\n${await page.locator('body').ariaSnapshot()}\n`)
  } catch {
    // The page is gone already; the test says what failed.
  }
}

interface Found {
  id: string
  help: string
  nodes: { target: unknown; failureSummary?: string }[]
}

/** What axe finds wrong on the page as it stands, in lines a person can act on; empty when all is well. All its rules, or only these. */
export async function axe(page: Page, rules?: readonly string[]): Promise<string[]> {
  // A page that is still being fetched has no heading yet.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  // Evaluated from outside the page, so the page's own content security policy stays as strict as it is.
  if (!(await page.evaluate('typeof axe !== "undefined"'))) await page.evaluate(axeSource)
  const run = (options: unknown) =>
    page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations)`) as Promise<Found[]>
  // Who points with a trembling hand, or on a ladder: 24 px or room around it. Axe leaves this one out unless asked. What was just said lies
  // over what is below it for some seconds, wherever that was scrolled to; that makes no target smaller, so this is then asked apart.
  const size = 'target-size'
  const said = ((await page.evaluate(`document.querySelector('.mantine-Notifications-root')?.textContent`)) ?? '') !== ''
  const some = rules && { runOnly: rules.filter((rule) => rule !== size || !said) }
  const found = some?.runOnly.length === 0 ? [] : await run({ resultTypes: ['violations'], ...(some ?? { rules: { [size]: { enabled: !said } } }) })
  if (said && (!rules || rules.includes(size))) {
    const show = (visibility: string) =>
      page.evaluate(`for (const said of document.querySelectorAll('.mantine-Notifications-root')) said.style.visibility = '${visibility}'`)
    await show('hidden')
    found.push(...(await run({ resultTypes: ['violations'], runOnly: [size] })))
    await show('')
  }
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}, at ${String(node.target)} (${(node.failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 300)})`),
  )
}
