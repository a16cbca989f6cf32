/** A lead reads what came of agreements and priorities, and goes from a figure to its case: in a browser. */
import { expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, theAdministrator } from './cast.ts'
import { program } from './program.ts'

const browser = withBrowser()

test('figures of clocks and of overridden priorities open their cases, and come as CSV', { timeout: 120_000 }, async () => {
  await using spil = await program()
  const bea = await theAdministrator(spil)
  const lea = await engage(spil, bea, 'Lea Leider', ['lead'])
  const joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  const cases = spil.as(desk, joost.session)
  const opened = await cases.createCase({
    body: {
      kind: 'incident',
      title: 'Examenlokaal zonder stroom',
      impact: 'person',
      urgency: 'normal',
      channel: 'phone',
      priority: 'critical',
      priorityReason: 'Examen om 13 uur',
    },
  })
  const page = await enter(browser, lea, { url: spil.url })
  await page.goto('/desk/reports')
  await page.getByRole('heading', { name: 'Rapportage', level: 1 }).waitFor()
  await page.getByText(/Bij 1 van de 1 zaken is een andere prioriteit gekozen/).waitFor()
  expect(await axe(page)).toEqual([])

  await page.getByRole('button', { name: /^1 zaak: Eerste reactie, .*, gehaald$/ }).click()
  const figure = page.getByRole('dialog', { name: /Eerste reactie/ })
  await figure.getByRole('link', { name: /Examenlokaal/ }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')
  await figure.waitFor({ state: 'hidden' })

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Afwijkende prioriteiten als CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/priorities\.csv$/)

  await page.getByRole('button', { name: '1 zaak: Examen om 13 uur' }).click()
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /Examenlokaal/ })
    .click()
  await page.waitForURL(`**/desk/cases/${opened.number}`)
})
