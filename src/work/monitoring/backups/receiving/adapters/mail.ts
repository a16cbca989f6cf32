/** A mail as it came: its subject and its words. */
import PostalMime from 'postal-mime'

export interface MailSaid {
  from: string
  subject: string
  text: string
  attached: number | null
}
const mostWords = 100_000
export async function wordsOf(bytes: Buffer): Promise<MailSaid> {
  const { from, subject = '', text, html = '', attachments } = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 })
  const plain = (
    text ??
    html
      .slice(0, mostWords * 4)
      .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
  ).slice(0, mostWords)
  const size = attachments.reduce((sum, { content }) => sum + (typeof content === 'string' ? content.length : content.byteLength), 0)
  return { from: (from?.address ?? '').toLowerCase(), subject: subject.slice(0, 1000), text: plain, attached: attachments.length > 0 ? size : null }
}
