/** Takes a set of requirements over as a baseline of an organisation, and goes there. */
import { Button, Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { Link, useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note, Refused } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Shipped } from '../requirements/contract.ts'
import { requirements } from './calls.ts'
import classes from './devices.module.css'
import { requirementTexts } from './requirementTexts.ts'

export function TakeOver({ set }: { set: Shipped }) {
  const t = useText(requirementTexts)
  const words = useWords()
  const where = useWhere('norms.configure')
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <Refused why={where.length > 0 ? undefined : t('devices.requirements.notYours')}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('devices.requirements.takeOverOne', { name: set.name })}
          onClick={() => setOpened(true)}
        >
          {t('devices.requirements.takeOver')}
        </Button>
      </Refused>
      <Modal
        opened={opened}
        onClose={close}
        title={t('devices.requirements.takeOverOne', { name: set.name })}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        <Taking set={set} where={where} close={close} />
      </Modal>
    </>
  )
}

function Taking({ set, where, close }: { set: Shipped; where: ReturnType<typeof useWhere>; close: () => void }) {
  const t = useText(requirementTexts)
  const words = useWords()
  const go = useGo()
  const reload = useReload()
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const organisation = where.find(({ id }) => id === organisationId)?.name ?? ''
  const take = async () => {
    setBusy(true)
    try {
      const { baselineId } = await requirements.takeOver({ params: { key: set.key }, body: { organisationId } })
      await reload(['norms'])
      toast(t('devices.requirements.tookOver', { name: set.name }))
      go(`/norms/baselines/${baselineId}`)
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.requirements.failed'))
      setBusy(false)
    }
  }
  return (
    <div className={classes.stack}>
      <p>{t('devices.requirements.takeOverWhat', { organisation, count: set.requirements.length })}</p>
      {wrong && (
        <div role="alert">
          <Note tone="red">
            {wrong}. <Link to="/norms/baselines">{t('devices.requirements.toBaselines')}</Link>
          </Note>
        </div>
      )}
      {where.length > 1 && (
        <NativeSelect
          label={t('devices.requirements.organisation')}
          data-autofocus
          value={organisationId}
          onChange={(event) => {
            setOrganisationId(event.currentTarget.value)
            setWrong(undefined)
          }}
          data={where.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button loading={busy} onClick={() => void take()}>
          {t('devices.requirements.takeOver')}
        </Button>
      </div>
    </div>
  )
}
