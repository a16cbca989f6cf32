/** The mailboxes that reports come in by: how each is doing, and adding, changing or removing one. */
import { Button, Modal } from '@mantine/core'
import IconMail from '@tabler/icons-react/dist/esm/icons/IconMail.mjs'
import { useEffect, useState } from 'react'
import { people } from '#record/people/contract.ts'
import { api } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { Form } from '#web/kit/form.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { ChangedMailbox, type MailboxShape, NewMailbox } from '../contract.ts'
import classes from './mail.module.css'
import { post } from './mailCalls.ts'
import { postWords } from './texts.ts'

const key = ['desk', 'mailboxes']
const peopleCalls = api(people)

export function Mailboxes() {
  const t = useText(postWords)
  const words = useWords()
  const [open, setOpen] = useState<MailboxShape | 'new'>()
  const { data, error, refetch } = useLoad({ key, load: (signal) => post.mailboxes({}, { signal }), on: ['desk.mail.'] })
  const reload = useReload()
  // Connecting takes a moment and is nobody's act, so no event tells of it.
  const connecting = data?.items.some((box) => box.active && box.connectedAt === null) ?? false
  useEffect(() => {
    if (!connecting) return
    const timer = setInterval(() => void reload(key), 2000)
    return () => clearInterval(timer)
  }, [connecting, reload])
  const add = (
    <Button variant="default" onClick={() => setOpen('new')}>
      {t('desk.box.add')}
    </Button>
  )
  return (
    <>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data?.items.length === 0 && (
        <Empty icon={IconMail} title={t('desk.box.none')} action={add}>
          {t('desk.box.none.text')}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <>
          <ul className={classes.boxes}>
            {data.items.map((box) => (
              <Box key={box.id} box={box} edit={() => setOpen(box)} />
            ))}
          </ul>
          {add}
        </>
      )}
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        size="lg"
        title={open === 'new' ? t('desk.box.add') : open && t('desk.box.edit', { name: open.name })}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        {open && <BoxForm box={open === 'new' ? undefined : open} onDone={() => setOpen(undefined)} />}
      </Modal>
    </>
  )
}

function Box({ box, edit }: { box: MailboxShape; edit: () => void }) {
  const t = useText(postWords)
  const words = useWords()
  const failing = box.failedAt !== null && (box.connectedAt === null || box.failedAt > box.connectedAt)
  const [meaning, word] = !box.active
    ? (['cancelled', t('desk.box.off')] as const)
    : failing
      ? (['broken', t('desk.box.failed')] as const)
      : box.connectedAt
        ? (['held', t('desk.box.connected')] as const)
        : (['waiting', t('desk.box.waiting')] as const)
  return (
    <li className={classes.box}>
      <span className={classes.boxName}>
        <strong>{box.name}</strong> <span className="dim">{box.address}</span>
      </span>
      <StateBadge meaning={meaning}>{word}</StateBadge>
      <Button size="xs" variant="default" onClick={edit} aria-label={t('desk.box.edit', { name: box.name })}>
        {words('kit.edit', { what: '' }).trim()}
      </Button>
      {failing && box.failedAt && (
        <span className={classes.failure}>
          {box.failure} · <Time at={box.failedAt} />
        </span>
      )}
    </li>
  )
}

const names = ['name', 'address', 'host', 'port', 'secure', 'user', 'password', 'folder', 'locale'] as const
const how = ['plusAddressing', 'senderOrder', 'notices'] as const

function BoxForm({ box, onDone }: { box: MailboxShape | undefined; onDone: () => void }) {
  const t = useText(postWords)
  const me = useMe()
  const reload = useReload()
  const [removing, setRemoving] = useState(false)
  const organisationId = box?.organisationId ?? me?.roles.find(({ role }) => role === 'administrator')?.organisationId ?? ''
  const teams = useLoad({
    key: ['people/teams', organisationId],
    load: (signal) => peopleCalls.teams({ query: { organisationId, limit: 200 } }, { signal }),
  }).data?.items
  const team = teams && teams.length > 0 ? [{ name: 'teamId', options: teams.map(({ id, name }) => ({ value: id, label: name })) }] : []
  const common = { texts: postWords, prefix: 'desk.box', verb: t('desk.box.add') }
  const done = async () => {
    toast(t('desk.box.saved'))
    await reload(key)
    onDone()
  }
  if (!box)
    return (
      <Form
        {...common}
        schema={NewMailbox}
        initial={{ organisationId }}
        fields={[...names.map((name) => ({ name, ...(name === 'password' && { help: '', autoComplete: 'new-password' }) })), ...how, ...team]}
        submit={async (values) => {
          await post.addMailbox({ body: { ...values, organisationId } })
          await done()
        }}
      />
    )
  return (
    <>
      <Form
        {...common}
        schema={ChangedMailbox}
        initial={{ ...box }}
        verb={t('desk.box.edit', { name: '' }).trim()}
        fields={[...names.map((name) => ({ name, ...(name === 'password' && { autoComplete: 'new-password' }) })), ...how, 'active', ...team]}
        submit={async (values) => {
          await post.changeMailbox({ params: { id: box.id }, body: { ...values, organisationId, version: box.version } })
          await done()
        }}
        extra={
          <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
            {t('desk.box.remove')}
          </Button>
        }
      />
      <Confirm
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('desk.box.remove')}
        consequences={t('desk.box.remove.what', { name: box.name })}
        verb={t('desk.box.remove')}
        danger
        onConfirm={async () => {
          await post.removeMailbox({ params: { id: box.id } })
          toast(t('desk.box.removed'))
          await reload(key)
          onDone()
        }}
      />
    </>
  )
}
