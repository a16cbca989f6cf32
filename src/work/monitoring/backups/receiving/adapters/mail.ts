/** A mail as it came: its subject and its words. */
import PostalMime from 'postal-mime'

export interface MailSaid {
  from: string
  subject: string
  text: string
  attached: number | null
}
const mostWords = 100_000
const silent = new Set(['style', 'script', 'title'])
/** The words of HTML, in one pass: whoever sends it may make it of nothing but beginnings of marks. */
export function plainOf(html: string): string {
  const words: string[] = []
  let hidden: string | undefined
  for (const [at, part] of html
    .slice(0, mostWords * 4)
    .split('<')
    .entries()) {
    const end = at === 0 ? -1 : part.indexOf('>')
    const [mark = ''] = at === 0 ? [] : (/^\/?[a-z]{1,20}/i.exec(part) ?? [])
    const name = mark.toLowerCase()
    if (hidden === undefined && silent.has(name)) hidden = name
    else if (name === `/${hidden}`) hidden = undefined
    if (hidden === undefined && (at === 0 || end >= 0)) words.push(part.slice(end + 1))
  }
  return words.join(' ')
}
export async function wordsOf(bytes: Buffer): Promise<MailSaid> {
  const { from, subject = '', text, html = '', attachments } = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 })
  const plain = (text ?? plainOf(html)).slice(0, mostWords)
  const size = attachments.reduce((sum, { content }) => sum + (typeof content === 'string' ? content.length : content.byteLength), 0)
  return { from: (from?.address ?? '').toLowerCase(), subject: subject.slice(0, 1000), text: plain, attached: attachments.length > 0 ? size : null }
}
