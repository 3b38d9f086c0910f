/** Live updates through Supabase Realtime, where it is there. */
import type { Connection, SupabaseLike } from 'ai-token-quotas'

interface Channel {
  on(type: string, filter: Record<string, string>, listener: () => void): Channel
  subscribe(listener: (state: string) => void): Channel
}

interface Channels {
  channel?(name: string): Channel
  removeChannel(channel: Channel): Promise<unknown>
}

/**
 * Calls back on each change of the user's quota row, and once when the subscription stands, since
 * something may have changed before. Where Realtime does not take it at once it is left alone:
 * trying for ever would fill the console of everybody whose project has it off. What once stood is
 * the client's to bring back.
 */
export function watchQuota(
  project: SupabaseLike | Connection,
  userId: string,
  onChange: () => void,
  onLive: (isLive: boolean) => void,
): () => void {
  const client = project as unknown as Channels
  if (!client.channel) return () => undefined
  let wasLive = false
  let isOver = false
  const channel = client
    .channel(`ai-token-quotas:${userId}:${Math.random().toString(36).slice(2)}`)
    .on(
      'postgres_changes',
      { event: '*', schema: 'public', table: 'user_ai_quotas', filter: `user_id=eq.${userId}` },
      onChange,
    )
    .subscribe((state) => {
      if (isOver) return
      onLive(state === 'SUBSCRIBED')
      if (state === 'SUBSCRIBED') {
        wasLive = true
        onChange()
      } else if (!wasLive) {
        end()
      }
    })

  function end(): void {
    if (isOver) return
    isOver = true
    // Not from within the channel's own callback.
    setTimeout(() => void client.removeChannel(channel).catch(() => undefined))
  }

  return end
}
