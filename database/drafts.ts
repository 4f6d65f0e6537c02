import { storableText } from '../domain/storable-text.ts';
import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';

export interface Draft {
  id: string;
  ticketId: string;
  kind: 'reply' | 'note' | 'forward';
  text: string;
  recipients: { to?: string[]; cc?: string[] };
  savedAt: Date;
}

export interface DraftSave {
  id?: string;
  ticketId: string;
  kind: Draft['kind'];
  representativeId: string | null;
  text: string;
  recipients?: Draft['recipients'];
  now: string;
}

/** Saves what somebody is writing; a command then names it. @returns the draft's id */
export async function saveDraft(connection: Connection, save: DraftSave): Promise<string> {
  const id = save.id ?? newId();
  await connection('drafts')
    .insert({
      id,
      ticket_id: save.ticketId,
      kind: save.kind,
      representative_id: save.representativeId,
      text: storableText(save.text),
      recipients: JSON.stringify(save.recipients ?? {}),
      saved_at: save.now,
    })
    .onConflict('id')
    .merge(['text', 'recipients', 'saved_at', 'kind']);
  return id;
}

/** The newest unsent draft that this person has on a ticket. */
export async function findDraft(
  connection: Connection,
  of: { ticketId: string; kind: Draft['kind']; representativeId: string | null },
): Promise<Draft | null> {
  const row = await connection('drafts')
    .where({ ticket_id: of.ticketId, kind: of.kind, representative_id: of.representativeId, used_at: null })
    .orderBy('saved_at', 'desc')
    .first<Draft | undefined>({
      id: 'id',
      ticketId: 'ticket_id',
      kind: 'kind',
      text: 'text',
      recipients: 'recipients',
      savedAt: 'saved_at',
    });
  return row ?? null;
}

export async function removeDraft(connection: Connection, draftId: string): Promise<void> {
  await connection('drafts').where({ id: draftId, used_at: null }).delete();
}
