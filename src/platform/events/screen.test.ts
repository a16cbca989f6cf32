import { expect, it } from 'vitest'
import { ground, reader } from '#test/ground.ts'
import { follow } from './feed.ts'
import { openScreen, type Wire } from './screen.ts'
import { sealNow } from './sealer.ts'

const organisation = '0198c0de-0000-7000-8000-000000000001'
const person = '0198c0de-0000-7000-8000-000000000002'

it('a screen that does not take what it is sent is let go before it fills the memory', async () => {
  await using floor = await ground()
  const { app, behind } = floor
  let grown = () => {}
  const feed = await follow(app, () => grown())
  let waiting = 0
  let closed = false
  // The other side of this wire never reads.
  const wire: Wire = {
    write: (text) => {
      waiting += text.length
    },
    waiting: () => waiting,
    close: () => {
      closed = true
    },
  }
  const actor = reader(person, [organisation])
  const screen = openScreen({ app, feed, wire, actor, identify: async () => actor, last: undefined })
  grown = screen.pump
  await behind(
    `with written as (insert into event (name, about, organisation_id, actor, at, data)
      select 'test.long', 'thing/1', $1, 'system', now(), jsonb_build_object('text', repeat('x', 10000)) from generate_series(1, 300) returning id)
     insert into unsealed select id from written`,
    [organisation],
  )
  await sealNow(app)
  await expect.poll(() => closed).toBe(true)
  expect(waiting).toBeLessThan(1024 * 1024 + 11_000)
  await feed.stop()
})
