/** Signing by hand on a page where a receiver signs. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export async function draw(page: Page) {
  const pad = page.getByRole('img', { name: /Teken hier/ })
  await pad.scrollIntoViewIfNeeded()
  const box = (await pad.boundingBox()) ?? expect.fail('there is nowhere to sign')
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
  await page.mouse.move(...at(0.1, 0.7))
  await page.mouse.down()
  for (const [x, y] of [
    [0.2, 0.3],
    [0.3, 0.8],
    [0.4, 0.25],
    [0.5, 0.7],
    [0.7, 0.5],
    [0.85, 0.45],
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 6 })
  await page.mouse.up()
}
