import styles from '@/components/wordmark.module.css'

interface WordmarkProps {
  name: string
}

export function Wordmark({ name }: WordmarkProps) {
  return (
    <span className={styles.wordmark}>
      <img src="/icon.svg" alt="" width={22} height={22} />
      {name}
    </span>
  )
}
