/** Items that a template does not ask, and why. */
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { findItems } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { Link } from '#web/kit/links.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Template } from '../templates/contract.ts'
import { templates } from './calls.ts'
import { useDeed } from './checkRow.tsx'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'

const find = findItems()
export function Exceptions({ template: { id, organisationId, exceptions }, may }: { template: Template; may: boolean }) {
  const t = useText(checkTexts)
  const done = useDeed()
  const [item, setItem] = useState<Choice>()
  const [why, setWhy] = useState('')
  const add = async () => {
    if (!item) return
    await done(templates.except({ params: { id, itemId: item.id }, body: { why: why.trim() } }))
    setItem(undefined)
    setWhy('')
  }
  if (!may && exceptions.length === 0) return null
  return (
    <Section title={t('monitoring.templates.exceptions')}>
      <ul className={classes.list} aria-label={t('monitoring.templates.exceptions')}>
        {exceptions.map(({ item: one, why: reason }) => (
          <li key={one.id} className={classes.row}>
            <span className={classes.wide}>
              <Link to={`/items/${one.number}`}>{one.name}</Link> <span className="dim small">{reason}</span>
            </span>
            {may && (
              <Button size="xs" variant="default" onClick={() => void done(templates.includeAgain({ params: { id, itemId: one.id } }))}>
                {t('monitoring.templates.include', { name: one.name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <div className={classes.two}>
          <Pick
            name="excepted"
            label={t('monitoring.templates.except')}
            find={find}
            organisationId={organisationId}
            value={item}
            onChange={setItem}
          />
          <TextInput
            label={t('monitoring.templates.exceptWhy')}
            maxLength={500}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <Button variant="default" disabled={!item || why.trim() === ''} onClick={() => void add()}>
            {t('monitoring.templates.except')}
          </Button>
        </div>
      )}
    </Section>
  )
}
