/** On the page of an item: what is asked of it, how that stands, and something more to ask. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Check } from '../contract.ts'
import { checks } from './calls.ts'
import { CheckRow } from './checkRow.tsx'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'
import { askedIn, draftOf, QuestionFields } from './questionFields.tsx'

export default function ChecksOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(checkTexts)
  const may = useMayAt('monitoring.work', item.organisationId)
  const [open, setOpen] = useState<Check | 'new'>()
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'item', item.id],
    load: (signal) => checks.checks({ query: { itemId: item.id, limit: 200 } }, { signal }),
    about: [`item/${item.id}`],
    on: ['monitoring.templateChanged'],
  })
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  // Of what nothing is asked and nobody here may, there is nothing to say.
  if (!data || (data.items.length === 0 && !may)) return null
  const add = may && (
    <Button size="xs" variant="default" onClick={() => setOpen('new')}>
      {t('monitoring.check.add')}
    </Button>
  )
  return (
    <Section title={title} actions={add}>
      <ul className={classes.list} aria-label={t('monitoring.checks.of', { name: item.name })}>
        {data.items.map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            named={false}
            more={
              check.question && (
                <Button size="xs" variant="default" aria-label={t('monitoring.check.changeOne', { name: check.name })} onClick={() => setOpen(check)}>
                  {t('monitoring.check.change')}
                </Button>
              )
            }
          />
        ))}
      </ul>
      {open && <CheckForm check={open === 'new' ? undefined : open} itemId={item.id} close={() => setOpen(undefined)} />}
    </Section>
  )
}

function CheckForm({ check, itemId, close }: { check: Check | undefined; itemId: string; close: () => void }) {
  const t = useText(checkTexts)
  const words = useWords()
  const reload = useReload()
  const { wrong, busy, attempt } = useAttempt()
  const [draft, setDraft] = useState(() => draftOf(check?.question ?? undefined))
  const save = () =>
    void attempt(async () => {
      const body = askedIn(draft)
      if (check) await checks.changeCheck({ params: { id: check.id }, body: { ...body, version: check.question?.version ?? 0 } })
      else await checks.addCheck({ body: { ...body, itemId } })
      toast(t('monitoring.check.saved', { name: body.name }))
      close()
      await reload(['monitoring'])
    })
  const remove = async () => {
    if (check) await checks.removeCheck({ params: { id: check.id } })
    close()
    await reload(['monitoring'])
  }
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      closeOnClickOutside={false}
      title={check ? t('monitoring.check.changeOne', { name: check.name }) : t('monitoring.check.add')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={wrong} save={save}>
        <QuestionFields question={draft} put={(part) => setDraft((before) => ({ ...before, ...part }))} readOnly={false} itemId={itemId} />
        <div className={classes.deeds}>
          <Button type="submit" loading={busy} disabled={draft.name.trim() === ''}>
            {t('monitoring.check.save')}
          </Button>
          {check && <Remove verb={t('monitoring.check.remove')} consequences={t('monitoring.check.removeWhat')} run={remove} />}
        </div>
      </KeptForm>
    </Modal>
  )
}
