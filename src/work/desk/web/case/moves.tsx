/** What can be done with a case now: the one next step as a button, the others in a menu, refused ones with the reason. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import { Fragment, useCallback, useMemo, useState } from 'react'
import type { Move, State } from '#record/cases/contract.ts'
import { useActions } from '#web/kit/commands.ts'
import { Refused } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Case, CasePage } from '../../contract.ts'
import { calls } from '../calls.ts'
import { fitting, Shown, useTitle } from '../part.tsx'
import { deskWords } from '../texts.ts'
import type { Changing } from './change.tsx'
import { MoveDialog } from './moveDialog.tsx'
import { caseDialogs } from './parts.ts'

const order: Readonly<Record<State, readonly Move[]>> = {
  new: ['take', 'solve'],
  reopened: ['take', 'solve'],
  inProgress: ['solve', 'take', 'wait'],
  waiting: ['resume', 'solve'],
  solved: ['confirm', 'reject', 'close'],
  closed: ['reopen'],
  cancelled: ['reopen'],
}
const rest: readonly Move[] = ['take', 'solve', 'wait', 'resume', 'confirm', 'reject', 'close', 'reopen', 'cancel']
const still: readonly Move[] = ['take', 'resume']

/** What is asked for besides the version. */
export type Given = Readonly<Record<string, string | undefined>>
const go = (move: Move, id: string, version: number, given: Given): Promise<Case> =>
  (calls[move] as (input: { params: { id: string }; body: object }) => Promise<Case>)({ params: { id }, body: { version, ...given } })

function nextOf(page: CasePage, me: string | undefined): Move | undefined {
  const { state, assignee } = page.case
  const wanted = state === 'inProgress' && assignee?.id !== me ? (['take', 'solve', 'wait'] as const) : order[state]
  return wanted.find((move) => page.allowed.some((one) => one.move === move && one.allowed)) ?? undefined
}

export function Moves({ page, changing }: { page: CasePage; changing: Changing }) {
  const t = useText(deskWords)
  const me = useMe()
  const titleOf = useTitle()
  const [open, setOpen] = useState<Move>()
  const [dialog, setDialog] = useState<string>()
  const [busy, setBusy] = useState(false)
  const next = nextOf(page, me?.id)
  const { id, number } = page.case
  const move = useCallback(
    async (one: Move, given: Given) => {
      const changed = await changing.run((version) => go(one, id, version, given))
      if (changed) toast(t('desk.case.moved', { number, state: t(`cases.state.${changed.state}`) }))
    },
    [changing, id, number, t],
  )
  const start = useCallback(
    (one: Move) => {
      changing.begin()
      if (!still.includes(one)) return setOpen(one)
      setBusy(true)
      move(one, {})
        .catch((error) => toastProblem(error, t(`cases.move.${one}`)))
        .finally(() => setBusy(false))
    },
    [changing, move, t],
  )
  const allowed = page.allowed.filter((one) => one.allowed).map((one) => one.move)
  const close = () => setDialog(undefined)
  const dialogs = fitting(caseDialogs, { page, changing, close })
  const others = dialogs.map((one) => ({ key: one.key, title: titleOf(one.title) }))
  const key = allowed.join()
  const otherKey = JSON.stringify(others)
  useActions(
    useMemo(
      () => [
        ...(key ? key.split(',') : []).map((one) => ({
          id: `case.${one}`,
          title: `${number}: ${t(`desk.case.next.${one as Move}`)}`,
          run: () => start(one as Move),
        })),
        ...(JSON.parse(otherKey) as Other[]).map((one) => ({
          id: `case.${one.key}`,
          title: `${number}: ${one.title}`,
          run: () => setDialog(one.key),
        })),
      ],
      [key, otherKey, number, t, start],
    ),
  )
  const chosen = dialogs.find((one) => one.key === dialog)
  return (
    <>
      {next ? (
        <Button loading={busy} onClick={() => start(next)}>
          {t(`desk.case.next.${next}`)}
        </Button>
      ) : (
        !page.mayWork && (
          <Refused why={t('desk.case.readOnly')}>
            <Button>{t('desk.case.next.take')}</Button>
          </Refused>
        )
      )}
      {(page.mayWork || others.length > 0) && <MoreMoves page={page} next={next} start={start} others={others} choose={setDialog} />}
      {chosen && <Shown one={chosen} props={{ page, changing, close }} />}
      {open && <MoveDialog move={open} page={page} onClose={() => setOpen(undefined)} submit={(given) => move(open, given)} />}
    </>
  )
}

/** What a wing offers besides the moves. */
interface Other {
  key: string
  title: string
}
interface More {
  page: CasePage
  next: Move | undefined
  start: (move: Move) => void
  others: readonly Other[]
  choose: (key: string) => void
}
function MoreMoves({ page, next, start, others: more, choose }: More) {
  const t = useText(deskWords)
  const me = useMe()
  const mine = page.case.state === 'inProgress' && page.case.assignee?.id === me?.id
  // Taking what one already works on changes nothing.
  const others = rest
    .filter((move) => move !== next && !(mine && move === 'take'))
    .flatMap((move) => page.allowed.find((one) => one.move === move) ?? [])
  const open = others.filter((one) => one.allowed)
  const refused = others.filter((one) => !one.allowed)
  const reasons = [...new Set(refused.map((one) => one.why ?? t('desk.case.refused')))]
  return (
    <Menu position="bottom-end" width={300} withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t('desk.case.more')} title={t('desk.case.more')}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map(({ move }) => (
          <Menu.Item key={move} onClick={() => start(move)}>
            {t(`desk.case.next.${move}`)}
          </Menu.Item>
        ))}
        {more.length > 0 && open.length > 0 && <Menu.Divider />}
        {more.map(({ key, title }) => (
          <Menu.Item key={key} onClick={() => choose(key)}>
            {title}
          </Menu.Item>
        ))}
        {reasons.map((why) => (
          <Fragment key={why}>
            <Menu.Label>{why}</Menu.Label>
            {refused
              .filter((one) => (one.why ?? t('desk.case.refused')) === why)
              .map(({ move }) => (
                <Menu.Item key={move} disabled title={why}>
                  {t(`desk.case.next.${move}`)}
                </Menu.Item>
              ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
