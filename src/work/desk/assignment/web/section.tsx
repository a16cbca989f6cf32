/** The rules by which new cases are assigned: in order, tried before they work, applied on demand. */
import { ActionIcon, Button, Modal } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconRoute from '@tabler/icons-react/dist/esm/icons/IconArrowsShuffle.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../conditions/web/rules.module.css'
import { groupInWords, useConditionText, useKnown } from '../../conditions/web/words.ts'
import type { SettingsProps } from '../../web/settings/parts.ts'
import type { AssignmentRule } from '../contract.ts'
import { assignmentCalls, rulesKey } from './calls.ts'
import { RuleForm } from './ruleForm.tsx'
import { assignmentWords } from './texts.ts'

export default function AssignmentSection({ organisationId, may }: SettingsProps) {
  const t = useText(assignmentWords)
  const words = useWords()
  const reload = useReload()
  const [open, setOpen] = useState<AssignmentRule | 'new'>()
  const key = rulesKey(organisationId)
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => assignmentCalls.rules({ query: { organisationId } }, { signal }),
    on: ['desk.assignment.', 'cases.assigned'],
  })
  const rules = data?.items
  const order = async (ids: readonly string[]) => {
    try {
      await assignmentCalls.orderRules({ body: { organisationId, ids: [...ids] } })
    } catch (thrown) {
      toastProblem(thrown, words('kit.failed'))
    }
    await reload(key)
  }
  const run = async () => {
    try {
      const { assigned } = await assignmentCalls.assignOpen({ body: { organisationId } })
      toast(t('desk.assign.ran', { count: assigned }))
      await reload(['desk'])
    } catch (thrown) {
      toastProblem(thrown, words('kit.failed'))
    }
  }
  const add = may && (
    <Button variant="default" onClick={() => setOpen('new')}>
      {t('desk.assign.add')}
    </Button>
  )
  return (
    <Section title={t('desk.assign.title')}>
      <p className={`dim ${classes.lead}`}>{t('desk.assign.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!rules && !error && <Skeletons rows={3} />}
      {rules?.length === 0 && (
        <Empty icon={IconRoute} title={t('desk.assign.none')} action={add || undefined}>
          {t('desk.assign.none.text')}
        </Empty>
      )}
      {rules && rules.length > 0 && (
        <>
          <ol className={classes.rules}>
            {rules.map((rule, at) => (
              <Rule key={rule.id} rule={rule} may={may} edit={() => setOpen(rule)} ids={rules.map(({ id }) => id)} at={at} order={order} />
            ))}
          </ol>
          <div className={form.foot}>
            {add}
            {may && (
              <Button variant="subtle" onClick={() => void run()}>
                {t('desk.assign.run')}
              </Button>
            )}
          </div>
        </>
      )}
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        size="xl"
        title={open === 'new' ? t('desk.assign.add') : open && t('desk.assign.edit', { name: open.name })}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        {open && <RuleForm rule={open === 'new' ? undefined : open} organisationId={organisationId} close={() => setOpen(undefined)} />}
      </Modal>
    </Section>
  )
}

interface RuleProps {
  rule: AssignmentRule
  may: boolean
  edit: () => void
  ids: readonly string[]
  at: number
  order: (ids: readonly string[]) => Promise<void>
}
function Rule({ rule, may, edit, ids, at, order }: RuleProps) {
  const t = useText(assignmentWords)
  const conditionText = useConditionText()
  const known = useKnown(rule.organisationId)
  const { name, team, person, rotation, lastTurn } = rule
  const move = (by: 1 | -1) => {
    const next = [...ids]
    next.splice(at, 1)
    next.splice(at + by, 0, rule.id)
    return order(next)
  }
  const to = person
    ? t('desk.assign.who.person', { name: person.name })
    : [team?.name, rotation === 'none' ? undefined : t(`desk.assign.who.${rotation}`)].filter(Boolean).join(', ')
  return (
    <li className={classes.rule}>
      <span className={classes.number}>{at + 1}</span>
      <div className={classes.words}>
        <strong>{name}</strong> {!rule.active && <StateBadge meaning="cancelled">{t('desk.assign.off')}</StateBadge>}
        <p>
          {conditionText('desk.if.when')} {groupInWords(conditionText, rule.condition, known)}
        </p>
        <p className="dim">
          {t('desk.assign.to', { to })}
          {rule.withinHours && ` · ${t('desk.assign.within').toLowerCase()}`}
          {lastTurn && ` · ${t('desk.assign.last', { name: lastTurn.name })}`}
        </p>
      </div>
      {may && (
        <div className={classes.acts}>
          <ActionIcon aria-label={t('desk.assign.up', { name })} disabled={at === 0} onClick={() => void move(-1)}>
            <IconUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={t('desk.assign.down', { name })} disabled={at === ids.length - 1} onClick={() => void move(1)}>
            <IconDown size={16} aria-hidden />
          </ActionIcon>
          <Button size="xs" variant="default" onClick={edit} aria-label={t('desk.assign.edit', { name })}>
            {t('desk.assign.change')}
          </Button>
        </div>
      )}
    </li>
  )
}
