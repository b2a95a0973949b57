import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { EmptyNotice } from '@/components/empty-notice'
import { Item, ItemList } from '@/components/item-list'
import { PanelBody } from '@/components/panel'
import { Section } from '@/components/section'

const HEIGHT = 120

interface Revocable {
  id: string
  label: string
}

interface RevocableListProps<Given extends Revocable> {
  words: {
    title: string
    intro: string
    none: string
    noneHint: string
    revoke: string
    revokeLabel: (label: string) => string
    revokeTitle: (label: string) => string
    revokeWhat: string
    revokeForGood: string
  }
  query: UseQueryResult<{ items: Given[] }>
  /** Takes the id. */
  revoke: UseMutationResult<unknown, Error, string>
  factsOf: (given: Given) => readonly ReactNode[]
}

/** What lets others in as long as it is not taken back. */
export function RevocableList<Given extends Revocable>({
  words,
  query,
  revoke,
  factsOf,
}: RevocableListProps<Given>) {
  const [asked, setAsked] = useState<Given>()
  return (
    <Section title={words.title} intro={<p>{words.intro}</p>}>
      <PanelBody
        title={words.title}
        query={query}
        height={HEIGHT}
        empty={({ items }) =>
          items.length === 0 ? (
            <EmptyNotice title={words.none}>
              <p>{words.noneHint}</p>
            </EmptyNotice>
          ) : undefined
        }
      >
        {({ items }) => (
          <ItemList>
            {items.map((given) => (
              <Item
                key={given.id}
                title={given.label}
                facts={factsOf(given)}
                actions={
                  <Button
                    aria-label={words.revokeLabel(given.label)}
                    onClick={() => {
                      revoke.reset()
                      setAsked(given)
                    }}
                  >
                    {words.revoke}
                  </Button>
                }
              />
            ))}
          </ItemList>
        )}
      </PanelBody>
      {asked !== undefined && (
        <ConfirmDialog
          title={words.revokeTitle(asked.label)}
          action={words.revokeForGood}
          error={revoke.error}
          busy={revoke.isPending}
          onConfirm={() => {
            revoke.mutate(asked.id, {
              onSuccess: () => {
                setAsked(undefined)
              },
            })
          }}
          onClose={() => {
            setAsked(undefined)
          }}
        >
          <p>{words.revokeWhat}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}
