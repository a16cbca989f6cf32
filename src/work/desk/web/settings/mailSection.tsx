import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Mailboxes } from '../../mail/web/mailboxes.tsx'
import { Marked } from '../../mail/web/marked.tsx'
import { Outgoing } from '../../mail/web/outgoing.tsx'
import classes from './settings.module.css'
import { settingsWords } from './texts.ts'

export default function MailSection() {
  const t = useText(settingsWords)
  return (
    <>
      <Section title={t('desk.set.mailboxes')}>
        <p className={classes.lead}>{t('desk.set.mailboxes.lead')}</p>
        <Mailboxes />
      </Section>
      <Outgoing />
      <Marked />
    </>
  )
}
