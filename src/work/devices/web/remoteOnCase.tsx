/** Beside an item that a case is about: opening it, waking it, and what was done with it in one line. */
import { Button, Menu, NumberInput, TextInput } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import { type FormEvent, useState } from 'react'
import { useReload } from '#web/kit/load.ts'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from './remote.module.css'
import { type Act, ActDialog } from './remoteAct.tsx'
import { handsKey, remote, useHands } from './remoteCalls.ts'
import { remoteTexts } from './remoteTexts.ts'

interface Props {
  item: { id: string; name: string }
  about: { id: string; number: string; title: string }
}
export default function RemoteOnCase({ item, about }: Props) {
  const t = useText(remoteTexts)
  const [act, setAct] = useState<Act>()
  if (!useMay('devices.work')) return null
  return (
    <div className={classes.beside}>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="default"
            rightSection={<IconDown size={12} aria-hidden />}
            aria-label={t('devices.remote.connectTo', { name: item.name })}
          >
            {t('devices.remote.connect')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Ways itemId={item.id} choose={setAct} />
        </Menu.Dropdown>
      </Menu>
      <Work item={item} about={about} />
      {act && <ActDialog item={item} act={act} about={{ id: about.id, title: `${about.number} ${about.title}` }} close={() => setAct(undefined)} />}
    </div>
  )
}

/** Asked when the menu opens: a case may be about twenty items. */
function Ways({ itemId, choose }: { itemId: string; choose: (act: Act) => void }) {
  const t = useText(remoteTexts)
  const { data } = useHands(itemId)
  const one = (key: string, name: string, why: string | null, act: Act) => (
    <Menu.Item key={key} disabled={why !== null} onClick={() => choose(act)}>
      {name}
      {why !== null && <div className="small">{why}</div>}
    </Menu.Item>
  )
  if (!data) return <Menu.Label>…</Menu.Label>
  return (
    <>
      {data.ways.map((way) => one(way.key, way.name, way.why, way))}
      {one('wake', t('devices.remote.wake'), data.wake.why, 'wake')}
    </>
  )
}

function Work({ item, about }: Props) {
  const t = useText(remoteTexts)
  const reload = useReload()
  const [what, setWhat] = useState('')
  const [minutes, setMinutes] = useState<number | string>('')
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const body = { what: what.trim(), case: about.id, ...(typeof minutes === 'number' && { minutes }) }
      await remote.work({ params: { id: item.id }, body })
      setWhat('')
      setMinutes('')
      toast(t('devices.remote.noted', { name: item.name }))
      await Promise.all([reload(handsKey(item.id)), reload(['desk', 'time', about.id])])
    } catch (error) {
      toastProblem(error, t('devices.remote.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={classes.work} onSubmit={(event) => void send(event)}>
      <TextInput
        size="xs"
        className={classes.what ?? ''}
        aria-label={t('devices.remote.work', { name: item.name })}
        placeholder={t('devices.remote.workShort')}
        maxLength={500}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      {what.trim() !== '' && (
        <>
          <NumberInput
            size="xs"
            className={classes.minutes ?? ''}
            hideControls
            min={1}
            max={1440}
            allowDecimal={false}
            aria-label={t('devices.remote.minutesLabel')}
            placeholder={t('devices.remote.minutesLabel')}
            value={minutes}
            onChange={setMinutes}
          />
          <Button type="submit" size="xs" variant="light" loading={busy}>
            {t('devices.remote.note')}
          </Button>
        </>
      )}
    </form>
  )
}
