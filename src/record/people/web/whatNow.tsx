/** After setting up: what to do first, until it is closed. */
import { ActionIcon } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './account.module.css'
import { webTexts } from './texts.ts'

export function WhatNow({ close }: { close: () => void }) {
  const t = useText(webTexts)
  return (
    <section className={classes.whatNow} aria-labelledby="what-now">
      <h2 id="what-now">{t('people.whatNow.title')}</h2>
      <ol>
        <li>
          <Link to="/account/two-step">{t('people.whatNow.twoStep')}</Link> {t('people.whatNow.twoStepWhy')}
        </li>
        <li>
          <Link to="/desk/settings?section=mail">{t('people.whatNow.mail')}</Link> {t('people.whatNow.mailWhy')}
        </li>
        <li>
          <Link to="/people/new">{t('people.whatNow.invite')}</Link> {t('people.whatNow.inviteWhy')}
        </li>
        <li>
          <Link to="/teams">{t('people.whatNow.teams')}</Link> {t('people.whatNow.teamsWhy')}
        </li>
      </ol>
      <ActionIcon className={classes.closeNow} aria-label={t('people.whatNow.close')} title={t('people.whatNow.close')} onClick={close}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </section>
  )
}
