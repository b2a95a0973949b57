import styles from '@/components/progress-bar.module.css'

interface ProgressBarProps {
  label: string
  /** From 0 to 1. */
  fraction: number
}

export function ProgressBar({ label, fraction }: ProgressBarProps) {
  return <progress className={styles.bar} aria-label={label} value={fraction} max={1} />
}
