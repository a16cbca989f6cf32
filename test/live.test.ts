/** What open screens hear of the desk's work, each person what is theirs, until they may no longer. */
import { expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { openScreen } from './screen.ts'
import { spil } from './spil.ts'

test('a new case appears at the desk and at its reporter, nowhere else; whoever leaves is shut out at once', async () => {
  await using house = await spil()
  const [boss, engineer, reporter, neighbour] = [
    await house.administrator(),
    await house.member('engineer'),
    await house.member('reporter'),
    await house.member('reporter'),
  ]
  const url = `${await house.server.listen({ port: 0, host: '127.0.0.1' })}/api/live`
  await using desks = await openScreen(url, engineer.token)
  await using reporters = await openScreen(url, reporter.token)
  await using neighbours = await openScreen(url, neighbour.token)
  const opened = (screen: typeof desks) =>
    screen.messages.filter((message) => message.data.name === 'cases.opened').map((message) => message.data.about)

  const made = await house
    .as(desk, reporter.token)
    .createCase({ body: { kind: 'incident', title: 'The screen stays black', text: 'Since this morning', impact: 'person', urgency: 'normal' } })
  await expect.poll(() => opened(desks)).toEqual([`case/${made.id}`])
  await expect.poll(() => opened(reporters)).toEqual([`case/${made.id}`])
  expect(opened(neighbours)).toEqual([])

  await house.as(directory, boss.token).deactivatePerson({ params: { id: engineer.id } })
  await expect.poll(() => desks.messages.at(-1)?.event).toBe('signedOut')
  await expect.poll(desks.ended).toBe(true)
  expect(reporters.ended()).toBe(false)
})
